package com.bookstore.events.idempotency;

import com.bookstore.events.EventsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked for, or did not say so in time. What it was asked for may have happened. */
public final class IdempotencyStoreException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String store;
    private final String operation;
    private final Reason reason;

    /**
     * Creates an exception.
     *
     * @param store which store, for example {@code redis}
     * @param operation what it was asked for: {@code claim}, {@code confirm}, {@code release}, {@code forget}
     * @param reason what kind of failure it is
     * @param detail what was found
     * @param cause the failure of the store's client, if there is one
     */
    public IdempotencyStoreException(
            String store, String operation, Reason reason, String detail, @Nullable Throwable cause) {
        super(
                "The idempotency store '%s' could not %s: %s; %s".formatted(store, operation, detail, advice(reason)),
                cause);
        this.store = store;
        this.operation = operation;
        this.reason = reason;
    }

    static IdempotencyStoreException timedOut(String store, String operation, Duration timeout) {
        return new IdempotencyStoreException(
                store, operation, Reason.TIMED_OUT, "no answer within %d ms".formatted(timeout.toMillis()), null);
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> "check that it is up, then try again with the same key";
            case TIMED_OUT ->
                "check its load and the size of its connection pool, then try again with the same key, or raise"
                        + " bookstore.events.idempotency.timeout";
            case FAILED -> "see the cause";
        };
    }

    /**
     * Returns which store it is.
     *
     * @return for example {@code redis}
     */
    public String store() {
        return store;
    }

    /**
     * Returns what the store was asked for.
     *
     * @return {@code claim}, {@code confirm}, {@code release} or {@code forget}
     */
    public String operation() {
        return operation;
    }

    /**
     * Returns what kind of failure it is.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** Kinds of failure. */
    public enum Reason {
        /** The store is down, or the way to it is. */
        UNREACHABLE,
        /** The store did not answer in time, or its connections were all in use. */
        TIMED_OUT,
        /** The store answered that it cannot, or the caller was interrupted. */
        FAILED
    }
}
