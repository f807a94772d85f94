package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.CrashPoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that crashes the relay before it deletes events, and has it protect them less if told so. */
final class CrashingDataSource extends DelegatingDataSource {

    private static final String RELAY = "bookstore-events-outbox-relay";
    private static final String READ = "SELECT seq";
    private static final String SETTING = "SET LOCAL ";
    private static final String DELETE = "DELETE FROM outbox WHERE seq";

    private final OutboxControls controls;

    CrashingDataSource(DataSource target, OutboxControls controls) {
        super(target);
        this.controls = controls;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return Thread.currentThread().getName().equals(RELAY)
                ? proxy(Connection.class, new RelayConnection(connection))
                : connection;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            if (controls.lacks(OutboxMutation.END_ON_FAILURE)) {
                Thread.currentThread().interrupt();
            }
            throw failure.getCause();
        }
    }

    private String changed(String sql) {
        if (controls.lacks(OutboxMutation.NEWEST_FIRST)) {
            return sql.replace("ORDER BY seq LIMIT", "ORDER BY seq DESC LIMIT");
        }
        if (controls.lacks(OutboxMutation.ORDER_BY_CLOCK)) {
            return sql.replace("ORDER BY seq LIMIT", "ORDER BY id LIMIT");
        }
        if (controls.lacks(OutboxMutation.ENDLESS_LEASE)) {
            return sql.replaceAll("'\\d+ milliseconds'", "'1 hour'");
        }
        return sql;
    }

    private final class RelayConnection implements InvocationHandler {

        private final Connection connection;
        private @Nullable String read;

        RelayConnection(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
            if (method.getName().equals("prepareStatement")) {
                arguments[0] = seen((String) arguments[0]);
            } else if (method.getName().equals("commit")) {
                deleteWhatWasRead();
            }
            Object result = call(connection, method, arguments);
            return method.getName().equals("createStatement")
                    ? proxy(Statement.class, (self, called, values) -> execute((Statement) result, called, values))
                    : result;
        }

        private void deleteWhatWasRead() throws SQLException {
            String sql = read;
            read = null;
            if (sql != null && controls.lacks(OutboxMutation.DELETE_FIRST)) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate(DELETE + " IN (SELECT seq FROM (" + sql + ") r)");
                }
            }
        }

        private @Nullable Object execute(Statement statement, Method method, @Nullable Object[] values)
                throws Throwable {
            if (values != null && values.length > 0 && values[0] instanceof String sql) {
                values[0] = seen(sql);
            }
            return call(statement, method, values);
        }

        /** What is prepared is run at once. */
        private String seen(String sql) {
            String command = sql.substring(sql.startsWith(SETTING) ? sql.indexOf(';') + 2 : 0);
            if (command.startsWith(READ)) {
                read = command.replace("LIMIT ?", "LIMIT " + OutboxBench.BATCH);
            } else if (command.startsWith(DELETE)) {
                controls.halts().hit(CrashPoint.BEFORE_DELETE);
            }
            return changed(sql);
        }
    }
}
