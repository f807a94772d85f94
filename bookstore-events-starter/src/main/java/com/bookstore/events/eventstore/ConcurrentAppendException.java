package com.bookstore.events.eventstore;

import com.bookstore.events.observability.LogText;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Another writer was faster, or the expectation was wrong: nothing was appended. Read the stream again, decide again. */
public final class ConcurrentAppendException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private static final long UNKNOWN = -1;

    private final String streamType;
    private final String streamId;
    private final transient ExpectedVersion expected;
    private final long actual;
    private final boolean transactionLost;

    private ConcurrentAppendException(
            StreamName stream,
            ExpectedVersion expected,
            long actual,
            boolean lost,
            String found,
            @Nullable Throwable why) {
        super(
                "Stream '%s' of type '%s' %s, but the append expected %s; read the stream again and decide again%s"
                        .formatted(
                                LogText.of(stream.id()),
                                LogText.of(stream.type()),
                                found,
                                expected,
                                lost ? ", in a new transaction" : ""),
                why);
        this.streamType = stream.type();
        this.streamId = stream.id();
        this.expected = expected;
        this.actual = actual;
        this.transactionLost = lost;
    }

    /** The stream has another version. */
    static ConcurrentAppendException at(StreamName stream, ExpectedVersion expected, long actual) {
        return new ConcurrentAppendException(
                stream, expected, actual, false, actual == 0 ? "has no events" : "is at version " + actual, null);
    }

    /** The stream has another version, but the current transaction does not see it. */
    static ConcurrentAppendException unseen(StreamName stream, ExpectedVersion expected) {
        return new ConcurrentAppendException(
                stream, expected, UNKNOWN, false, "was appended to by a transaction that this one does not see", null);
    }

    /** The database has given up this transaction, or what it waited for, for the sake of another one. */
    static ConcurrentAppendException lost(StreamName stream, ExpectedVersion expected, Throwable why) {
        return new ConcurrentAppendException(
                stream, expected, UNKNOWN, true, "is being appended to by another transaction", why);
    }

    /**
     * Returns the type of the stream.
     *
     * @return the type
     */
    public String streamType() {
        return streamType;
    }

    /**
     * Returns the id of the stream.
     *
     * @return the id
     */
    public String streamId() {
        return streamId;
    }

    /**
     * Returns which version was expected.
     *
     * @return the expectation
     */
    public ExpectedVersion expected() {
        return expected;
    }

    /**
     * Returns which version the stream has.
     *
     * @return the version; empty if it is not known, as the current transaction does not see it
     */
    public OptionalLong actual() {
        return actual == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    /**
     * Tells whether the transaction that was open is lost with the append: the database has rolled it back, or will have to.
     * Otherwise it can go on as if nothing had been appended.
     *
     * @return whether the transaction is lost
     */
    public boolean isTransactionLost() {
        return transactionLost;
    }
}
