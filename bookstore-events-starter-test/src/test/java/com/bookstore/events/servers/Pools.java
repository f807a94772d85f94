package com.bookstore.events.servers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;

/** Connection pools as a service has them. */
public final class Pools {

    private Pools() {}

    /** A pool that starts without the server being there. */
    public static HikariDataSource pool(String url, String user, String password, int connections) {
        return pool(url, user, password, connections, Map.of());
    }

    public static HikariDataSource pool(
            String url, String user, String password, int connections, Map<String, String> driver) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(connections);
        driver.forEach(pool::addDataSourceProperty);
        return pool;
    }
}
