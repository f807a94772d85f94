package com.bookstore.events.eventstore.projection;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells whether it is the database that fails, and not what is done with it: that passes, and is no projection's fault. */
final class JdbcOutage {

    private static final int MOST_CAUSES = 50;

    private static final Set<String> STATES = Set.of("25006", "90067", "90097", "90098", "90121");

    private JdbcOutage() {}

    static boolean isBehind(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (isOne(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOne(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || cause instanceof RecoverableDataAccessException
                || cause instanceof CannotCreateTransactionException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException
                || (cause instanceof SQLException sql && isOfTheConnection(sql.getSQLState()));
    }

    /** Class 08, PostgreSQL that is shut down, any database that only reads for now, H2 that is closed. */
    private static boolean isOfTheConnection(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P") || STATES.contains(state));
    }
}
