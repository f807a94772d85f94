package com.bookstore.events.outbox.crash;

import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/** The databases that an outbox can be in, as several processes reach them. */
enum OutboxDatabase {
    POSTGRESQL("postgres", "postgres") {
        @Override
        String url(Path directory) {
            return PostgresServer.url(PostgresServer.port());
        }
    },
    MARIADB("app", "app") {
        @Override
        String url(Path directory) {
            return MariaDbServer.url(MariaDbServer.port());
        }
    },
    /** A file, which the first process serves to the others. */
    H2("sa", "") {
        @Override
        String url(Path directory) {
            return "jdbc:h2:file:" + directory.resolve("outbox") + ";AUTO_SERVER=TRUE;LOCK_TIMEOUT=10000";
        }
    };

    private final String user;
    private final String password;

    OutboxDatabase(String user, String password) {
        this.user = user;
        this.password = password;
    }

    abstract String url(Path directory);

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** A pool for the test itself. */
    HikariDataSource pool(Path directory) {
        return Pools.pool(url(directory), user, password, 3);
    }
}
