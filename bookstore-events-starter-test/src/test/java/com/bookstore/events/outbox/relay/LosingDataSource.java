package com.bookstore.events.outbox.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database in which something happens just before a statement, seen by one thread. */
final class LosingDataSource extends DelegatingDataSource {

    private final String statement;
    private final Runnable before;
    private int times;

    LosingDataSource(DataSource target, String statement, Runnable before) {
        super(target);
        this.statement = statement;
        this.before = before;
    }

    /** How often it happened. */
    int times() {
        return times;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, super.getConnection());
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    if (target instanceof Statement
                            && values != null
                            && values.length > 0
                            && values[0] instanceof String sql
                            && sql.startsWith(statement)) {
                        times++;
                        before.run();
                    }
                    try {
                        Object result = method.invoke(target, values);
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) result)
                                : result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }
}
