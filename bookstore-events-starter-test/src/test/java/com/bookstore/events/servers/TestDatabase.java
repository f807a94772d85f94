package com.bookstore.events.servers;

import com.zaxxer.hikari.HikariDataSource;

/** The databases that tables of the library can be in. */
public enum TestDatabase {
    H2 {
        @Override
        public HikariDataSource pool(int connections) {
            return Pools.pool("jdbc:h2:mem:bookstore;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "", connections);
        }
    },
    POSTGRESQL {
        @Override
        public HikariDataSource pool(int connections) {
            return PostgresServer.pool(connections);
        }
    },
    MARIADB {
        @Override
        public HikariDataSource pool(int connections) {
            return MariaDbServer.pool(connections);
        }
    },
    MARIADB_THROUGH_THE_DRIVER_OF_MYSQL {
        @Override
        public HikariDataSource pool(int connections) {
            return MariaDbServer.mySqlPool(connections);
        }
    };

    /** An own pool, to be closed by the test. */
    public abstract HikariDataSource pool(int connections);
}
