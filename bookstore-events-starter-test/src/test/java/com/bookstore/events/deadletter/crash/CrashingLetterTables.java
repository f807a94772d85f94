package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.deadletter.store.DeadLetterTables;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that crashes whoever stores dead letters or marks them as replayed, and has it protect them less if told so. */
final class CrashingLetterTables extends DelegatingDataSource {

    private static final Pattern MARK = Pattern.compile("\\s*UPDATE\\s+dead_letter_state\\b.*", flags());
    private static final Pattern LEASE =
            Pattern.compile("\\s*(INSERT\\s+INTO|UPDATE)\\s+dead_letter_lease\\b.*", flags());
    private static final Pattern OLDEST_FIRST = Pattern.compile("ORDER\\s+BY\\s+offset_no", flags());
    private static final String FORGET =
            "UPDATE dead_letter SET fingerprint = 'old-' || id WHERE fingerprint NOT LIKE 'old-%'";

    private final DeadLetterControls controls;

    CrashingLetterTables(DataSource target, DeadLetterControls controls) {
        super(target);
        this.controls = controls;
    }

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, new WatchedConnection(super.getConnection()));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static boolean isIntake() {
        return Thread.currentThread().getName().startsWith(DeadLetterTables.LISTENER);
    }

    private final class WatchedConnection implements InvocationHandler {

        private final Connection connection;
        private boolean begun;
        private boolean marked;

        WatchedConnection(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "prepareStatement" -> prepare(method, arguments);
                case "commit" -> commit(method, arguments);
                default -> call(connection, method, arguments);
            };
        }

        /** What is prepared is run at once. */
        private @Nullable Object prepare(Method method, @Nullable Object[] arguments) throws Throwable {
            String sql = (String) arguments[0];
            if (isIntake()) {
                forgetSources();
            } else if (MARK.matcher(sql).matches()) {
                marked = true;
                controls.halts().hit(CrashPoint.BEFORE_MARK);
            }
            if (controls.lacks(DeadLetterMutation.NEWEST_FIRST)) {
                arguments[0] = OLDEST_FIRST.matcher(sql).replaceAll("ORDER BY -offset_no");
            }
            PreparedStatement statement = (PreparedStatement) call(connection, method, arguments);
            return controls.lacks(DeadLetterMutation.SHARED_LEASES)
                            && LEASE.matcher(sql).matches()
                    ? proxy(PreparedStatement.class, (self, called, values) -> granted(statement, called, values))
                    : statement;
        }

        private @Nullable Object granted(Statement statement, Method called, @Nullable Object[] values)
                throws Throwable {
            return called.getName().equals("executeUpdate") ? (Object) 1 : call(statement, called, values);
        }

        private void forgetSources() throws SQLException {
            if (!begun && controls.lacks(DeadLetterMutation.FORGET_SOURCE)) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate(FORGET);
                }
            }
            begun = true;
        }

        private @Nullable Object commit(Method method, @Nullable Object[] arguments) throws Throwable {
            if (isIntake()) {
                controls.commitEarly(LetterTopics.STORE_GROUP);
                controls.halts().hit(CrashPoint.BEFORE_COMMIT);
            }
            Object result = call(connection, method, arguments);
            if (isIntake()) {
                controls.halts().hit(CrashPoint.AFTER_COMMIT);
            } else if (marked) {
                marked = false;
                controls.halts().hit(CrashPoint.AFTER_MARK);
            }
            return result;
        }
    }
}
