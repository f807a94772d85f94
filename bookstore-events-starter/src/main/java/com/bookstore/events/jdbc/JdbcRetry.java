package com.bookstore.events.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Repeats work that the database gave up for the sake of other work: deadlocks, lock time-outs, serialization failures.
 * The work must be a whole transaction, or several that may be repeated. Immutable and thread-safe.
 */
public final class JdbcRetry {

    private static final int ATTEMPTS = 5;

    /** Serialization failure or deadlock, deadlock and lock time-out of PostgreSQL. */
    private static final Set<String> STATES = Set.of("40001", "40P01", "55P03");

    /**
     * Lock wait time-out and deadlock of MySQL, record changed since it was read of MariaDB, lock time-out and concurrent
     * update of H2.
     */
    private static final Set<Integer> CODES = Set.of(1205, 1213, 1020, 50200, 90131);

    private final Set<String> furtherStates;
    private final Duration pause;

    private JdbcRetry(Set<String> furtherStates, Duration pause) {
        this.furtherStates = Set.copyOf(furtherStates);
        this.pause = pause;
    }

    /**
     * Returns what repeats work up to four times.
     *
     * @return the same for every transaction
     */
    public static JdbcRetry onDeadlock() {
        return on(Set.of(), Duration.ofMillis(10));
    }

    /**
     * Returns what repeats work up to four times, after further failures as well.
     *
     * @param sqlStates the failures' SQL states
     * @param pause how long to wait before the first repetition; each further wait is longer by the same
     * @return what repeats
     */
    public static JdbcRetry on(Set<String> sqlStates, Duration pause) {
        return new JdbcRetry(sqlStates, pause);
    }

    /**
     * Does the work.
     *
     * @param work a whole transaction
     * @param <T> what it returns
     * @param <E> what it throws besides runtime exceptions
     * @return what the work returns
     * @throws E what it throws for another reason, or for the fifth time; the same for runtime exceptions
     */
    public <T, E extends Exception> T run(Work<T, E> work) throws E {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (Exception failure) {
                if (attempt == ATTEMPTS || !isWorthRepeating(failure)) {
                    throw failure;
                }
                LockSupport.parkNanos(pause.toNanos() * attempt);
            }
        }
    }

    /**
     * Tells whether the database gave up work for the sake of other work.
     *
     * @param failure what was thrown
     * @return whether it comes from a deadlock, a lock time-out or a serialization failure
     */
    public static boolean isGivenUp(Throwable failure) {
        return onDeadlock().isWorthRepeating(failure);
    }

    private boolean isWorthRepeating(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                return STATES.contains(state) || furtherStates.contains(state) || CODES.contains(sql.getErrorCode());
            }
        }
        return false;
    }

    /**
     * A whole transaction.
     *
     * @param <T> what it returns
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {

        /**
         * Does the work once.
         *
         * @return its result
         * @throws E if it failed
         */
        T run() throws E;
    }
}
