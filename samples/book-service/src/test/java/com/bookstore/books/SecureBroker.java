package com.bookstore.books;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.springframework.util.FileSystemUtils;

/** A broker in this JVM as in production: TLS, and users with passwords. */
final class SecureBroker implements AutoCloseable {

    static final String USER = "books";
    static final String PASSWORD = "secret";
    static final String STORE_PASSWORD = "changeit";

    private final Path directory;
    private final int port = freePort();
    private final int internalPort = freePort();
    private final KafkaRaftServer server;

    /**
     * Starts the broker.
     *
     * @param certificateHost the host that the broker's certificate is for; clients connect to {@code localhost}
     */
    SecureBroker(String certificateHost) throws Exception {
        directory = Files.createTempDirectory("secure-broker");
        createCertificate(certificateHost);
        Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                directory.resolve("data/meta.properties"),
                "version=1\nnode.id=1\ncluster.id=%s\ndirectory.id=%s\n"
                        .formatted(Uuid.randomUuid(), Uuid.randomUuid()));
        server = new KafkaRaftServer(new KafkaConfig(properties(freePort())), Time.SYSTEM);
        server.startup();
        addScramUser();
    }

    String bootstrapServers() {
        return "localhost:" + port;
    }

    String plainBootstrapServers() {
        return "127.0.0.1:" + internalPort;
    }

    Path trustStore() {
        return directory.resolve("trust.p12");
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        server.awaitShutdown();
        FileSystemUtils.deleteRecursively(directory);
    }

    private Map<String, String> properties(int controllerPort) {
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("log.dirs", directory.resolve("data").toString());
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "SASL_SSL://localhost:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, internalPort, controllerPort));
        properties.put(
                "advertised.listeners",
                "SASL_SSL://localhost:%d,INTERNAL://127.0.0.1:%d".formatted(port, internalPort));
        properties.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "INTERNAL");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "3");
        }
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("auto.create.topics.enable", "false");
        addSecurity(properties);
        return properties;
    }

    private void addSecurity(Map<String, String> properties) {
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        properties.put(
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(USER, PASSWORD));
        properties.put(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put(
                "listener.name.sasl_ssl.ssl.keystore.location",
                directory.resolve("key.p12").toString());
        properties.put("listener.name.sasl_ssl.ssl.keystore.type", "PKCS12");
        properties.put("listener.name.sasl_ssl.ssl.keystore.password", STORE_PASSWORD);
    }

    private void addScramUser() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", plainBootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    private void createCertificate(String host) throws Exception {
        keytool(
                "-genkeypair",
                "-keystore",
                "key.p12",
                "-alias",
                "broker",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host);
        keytool("-exportcert", "-keystore", "key.p12", "-alias", "broker", "-file", "broker.cer");
        keytool("-importcert", "-keystore", "trust.p12", "-alias", "broker", "-file", "broker.cer", "-noprompt");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
