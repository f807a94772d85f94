package com.bookstore.events.idempotency;

import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;

class PostgresFailuresIntegrationTests extends JdbcFailures {

    @Override
    int serverPort() {
        return PostgresServer.port();
    }

    @Override
    HikariDataSource pool(int port, int connections) {
        return Pools.pool(PostgresServer.url(port), "postgres", "postgres", connections);
    }
}
