package com.bookstore.events.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/** A private certificate authority and what it certifies for one broker, in a folder of its own. */
final class TestCertificates {

    /** Guards nothing: the files are made for one broker of one test. */
    static final String PASSWORD = "bookstore";

    static final String TYPE = "PKCS12";

    private static final String AUTHORITY = "authority";
    private static final String BROKER = "broker";

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the authority and a certificate for a host.
     *
     * @throws KafkaBrokerException if the JDK's keytool fails; the message holds what it says
     */
    static TestCertificates forHost(String host) {
        try {
            TestCertificates certificates = new TestCertificates(Files.createTempDirectory("kafka-certificates-"));
            certificates.create(host);
            return certificates;
        } catch (IOException | GeneralSecurityException failure) {
            throw KafkaBrokerException.failed("The certificate for " + host, "made", failure);
        }
    }

    private void create(String host) throws IOException, GeneralSecurityException {
        String names = host.equals("localhost") ? "san=dns:localhost,ip:127.0.0.1" : "san=dns:" + host;
        generate(AUTHORITY, "Bookstore Test Authority", List.of("-ext", "bc:c"));
        generate(BROKER, host, List.of("-signer", AUTHORITY, "-ext", names));
        char[] password = PASSWORD.toCharArray();
        KeyStore all = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(keyStore())) {
            all.load(in, password);
        }
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
        store(trusted, trustStore());
        all.deleteEntry(AUTHORITY);
        store(all, keyStore());
    }

    private static void store(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, PASSWORD.toCharArray());
        }
    }

    private void generate(String alias, String name, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + name));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"));
        command.addAll(List.of(
                "-keystore", keyStore().toString(), "-storetype", TYPE, "-storepass", PASSWORD, "-keypass", PASSWORD));
        command.addAll(options);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool: " + output.strip());
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for keytool", interruption);
        }
    }

    /** What the broker shows: its key with its certificate and the authority's. */
    Path keyStore() {
        return directory.resolve("broker.p12");
    }

    /** What clients trust: the authority. */
    Path trustStore() {
        return directory.resolve("authority.p12");
    }

    void delete() throws IOException {
        Files.deleteIfExists(keyStore());
        Files.deleteIfExists(trustStore());
        Files.deleteIfExists(directory);
    }
}
