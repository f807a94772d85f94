package com.bookstore.events.idempotency;

import com.bookstore.events.servers.MariaDbServer;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbIdempotencyStoreIntegrationTests extends JdbcContract {

    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        pool = MariaDbServer.pool(10);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    @Override
    HikariDataSource dataSource() {
        return pool;
    }
}
