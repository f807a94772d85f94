package com.bookstore.events.eventstore.projection.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database in which positions are stored without asking whose the projection is, if told so. */
final class UnfencedDataSource extends DelegatingDataSource {

    private static final String FENCE = "owner = ? AND token = ? AND position = ?";

    private final BooleanSupplier unfenced;

    UnfencedDataSource(DataSource target, BooleanSupplier unfenced) {
        super(target);
        this.unfenced = unfenced;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (unfenced.getAsBoolean() && method.getName().equals("prepareStatement")) {
                        arguments[0] = ((String) arguments[0]).replace(FENCE, "(1 = 1 OR " + FENCE + ")");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
