package com.bookstore.events.idempotency;

import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresIdempotencyStoreIntegrationTests extends JdbcContract {

    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        pool = PostgresServer.pool(10);
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
