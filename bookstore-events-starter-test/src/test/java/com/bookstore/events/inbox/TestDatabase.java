package com.bookstore.events.inbox;

import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;

/** The databases an inbox can be in. */
enum TestDatabase {
    H2 {
        @Override
        HikariDataSource pool(int connections) {
            return Pools.pool("jdbc:h2:mem:inbox;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "", connections);
        }
    },
    POSTGRESQL {
        @Override
        HikariDataSource pool(int connections) {
            return PostgresServer.pool(connections);
        }
    },
    MARIADB {
        @Override
        HikariDataSource pool(int connections) {
            return MariaDbServer.pool(connections);
        }
    },
    MARIADB_THROUGH_THE_DRIVER_OF_MYSQL {
        @Override
        HikariDataSource pool(int connections) {
            return MariaDbServer.mySqlPool(connections);
        }
    };

    /** An own pool, to be closed by the test. */
    abstract HikariDataSource pool(int connections);
}
