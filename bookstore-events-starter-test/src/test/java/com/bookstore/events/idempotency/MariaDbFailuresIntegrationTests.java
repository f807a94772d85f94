package com.bookstore.events.idempotency;

import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;

class MariaDbFailuresIntegrationTests extends JdbcFailures {

    @Override
    int serverPort() {
        return MariaDbServer.port();
    }

    @Override
    HikariDataSource pool(int port, int connections) {
        return Pools.pool(MariaDbServer.url(port), "app", "app", connections);
    }
}
