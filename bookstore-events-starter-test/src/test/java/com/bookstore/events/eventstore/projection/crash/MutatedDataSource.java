package com.bookstore.events.eventstore.projection.crash;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database in which positions are stored as a mutation has it. */
final class MutatedDataSource extends DelegatingDataSource {

    private static final String FENCE = "owner = ? AND token = ? AND position = ?";

    private final HikariDataSource pool;
    private final Supplier<ProjectionMutation> mutation;

    MutatedDataSource(HikariDataSource pool, Supplier<ProjectionMutation> mutation) {
        super(pool);
        this.pool = pool;
        this.mutation = mutation;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(FENCE)) {
                        return prepare(connection, (String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return switch (mutation.get()) {
            case NONE -> connection.prepareStatement(sql);
            case UNFENCED -> connection.prepareStatement(sql.replace(FENCE, "(1 = 1 OR " + FENCE + ")"));
            case POSITION_APART -> another().prepareStatement(sql);
        };
    }

    /** Stays open until the process ends. */
    private Connection another() throws SQLException {
        return DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    }
}
