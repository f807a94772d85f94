package com.bookstore.events.idempotency;

import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2IdempotencyStoreTests extends JdbcContract {

    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        pool = Pools.pool("jdbc:h2:mem:contract", "sa", "", 10);
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
