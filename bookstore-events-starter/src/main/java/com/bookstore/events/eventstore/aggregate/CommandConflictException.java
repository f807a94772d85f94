package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.EventsException;
import com.bookstore.events.eventstore.ConcurrentAppendException;
import com.bookstore.events.observability.LogText;
import java.util.OptionalLong;

/** Other writers were faster each time a command was tried: nothing was appended. */
public final class CommandConflictException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String streamType;
    private final String streamId;
    private final int attempts;
    private final long expected;
    private final long actual;
    private final boolean transactionLost;

    CommandConflictException(int attempts, long expected, boolean inTransaction, ConcurrentAppendException cause) {
        super(
                "The command on aggregate '%s' of type '%s' was given up after %d attempt(s): it was decided at version %d, but"
                                .formatted(
                                        LogText.of(cause.streamId()),
                                        LogText.of(cause.streamType()),
                                        attempts,
                                        expected)
                        + found(cause)
                        + (inTransaction ? "; try it again in a new transaction" : "; try it again later"),
                cause);
        this.streamType = cause.streamType();
        this.streamId = cause.streamId();
        this.attempts = attempts;
        this.expected = expected;
        this.actual = cause.actual().orElse(-1);
        this.transactionLost = cause.isTransactionLost();
    }

    private static String found(ConcurrentAppendException cause) {
        OptionalLong actual = cause.actual();
        return actual.isPresent()
                ? " the stream is at version " + actual.getAsLong()
                : " another writer has appended to the stream";
    }

    /**
     * Returns the type of the aggregate's stream.
     *
     * @return the type
     */
    public String streamType() {
        return streamType;
    }

    /**
     * Returns which aggregate it is.
     *
     * @return the id of its stream
     */
    public String streamId() {
        return streamId;
    }

    /**
     * Returns how often the command was tried.
     *
     * @return the number of attempts, at least 1
     */
    public int attempts() {
        return attempts;
    }

    /**
     * Returns at which version the last attempt was decided.
     *
     * @return the version that was expected
     */
    public long expected() {
        return expected;
    }

    /**
     * Returns which version the stream had instead.
     *
     * @return the version; empty if the transaction did not see it
     */
    public OptionalLong actual() {
        return actual < 0 ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    /**
     * Tells whether the transaction that was open is lost: the database has rolled it back, or will have to. Otherwise it can
     * go on as if the command had not been given.
     *
     * @return whether the transaction is lost; what it is without one means nothing
     */
    public boolean isTransactionLost() {
        return transactionLost;
    }
}
