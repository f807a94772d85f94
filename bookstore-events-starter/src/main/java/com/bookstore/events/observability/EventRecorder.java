package com.bookstore.events.observability;

import org.jspecify.annotations.Nullable;

/**
 * Is told of everything that happens to events. An implementation must be thread-safe and quick, and never throw.
 *
 * <p>Topics are physical names. Types are names of registered events: a name from the wire that is not registered never
 * gets here.
 */
public interface EventRecorder {

    /** Records nothing. */
    EventRecorder NO_OP = new EventRecorder() {};

    /**
     * An event was acknowledged by the broker.
     *
     * @param topic the topic
     * @param type the event's name
     */
    default void sent(String topic, String type) {}

    /**
     * An event could not be published, or it is not known whether it was.
     *
     * @param topic the topic
     * @param type the event's name
     * @param reason the kind of failure, one of a handful of constants
     */
    default void sendFailed(String topic, String type, String reason) {}

    /**
     * The outcome of a publication is there, besides {@link #sent} or {@link #sendFailed}; not of what was refused untried.
     *
     * @param topic the topic
     * @param type the event's name
     * @param nanos the time since the event was given to the publisher, in nanoseconds
     * @param failure what went wrong, or {@code null} if the broker acknowledged the event
     */
    default void published(String topic, String type, long nanos, @Nullable Throwable failure) {}

    /**
     * An event is about to be handled.
     *
     * @param topic the topic
     * @param type the event's name
     */
    default void received(String topic, String type) {}

    /**
     * A record, an event or not, is handed to a listener; each attempt counts.
     *
     * @param topic the topic
     * @param group the listener's consumer group, {@code none} where it has none
     * @param timestamp the record's timestamp in milliseconds since 1970, negative if it has none
     */
    default void handedOver(String topic, String group, long timestamp) {}

    /**
     * A record was passed over.
     *
     * @param topic the topic
     * @param reason why
     */
    default void skipped(String topic, SkipReason reason) {}

    /**
     * A handler failed; each attempt counts.
     *
     * @param topic the topic
     */
    default void processingFailed(String topic) {}

    /**
     * A record became a dead letter.
     *
     * @param topic the topic it came from
     */
    default void deadLettered(String topic) {}

    /**
     * A listener is paused because whatever it is given fails, or goes on.
     *
     * @param listener the id of the listener
     * @param group its consumer group
     * @param open whether it is paused
     */
    default void listenerBreaker(String listener, String group, boolean open) {}

    /**
     * A call that publishes once per idempotency key has ended.
     *
     * @param outcome how
     */
    default void idempotentPublication(IdempotentOutcome outcome) {}

    /** An event is on Kafka, but the store of idempotency keys could not be told so. */
    default void unconfirmed() {}

    /**
     * A batch of the outbox was relayed.
     *
     * @param events how many events of it the broker acknowledged
     * @param nanos the time since the batch was read, in nanoseconds
     */
    default void relayed(int events, long nanos) {}

    /**
     * The outbox was looked at; told every few seconds.
     *
     * @param pending how many events wait, exact up to 10,000
     * @param parked how many events are set aside
     * @param oldestAgeMillis how long the oldest has waited, in milliseconds; 0 if none waits
     */
    default void outboxBacklog(long pending, long parked, long oldestAgeMillis) {}

    /**
     * An event of the outbox was refused by Kafka for good and set aside.
     *
     * @param topic the topic it was to go to
     */
    default void parked(String topic) {}

    /**
     * A call that appends to the event store has ended.
     *
     * @param outcome how
     * @param events how many events it was to append
     * @param nanos the time since the call, in nanoseconds
     */
    default void appended(AppendOutcome outcome, int events, long nanos) {}

    /**
     * The whole event store was read, as far as that is possible.
     *
     * @param ageMillis for how long readers have waited for a transaction that may still append an event before others, in
     *     milliseconds; 0 if they wait for none
     */
    default void eventStoreStalled(long ageMillis) {}

    /**
     * A command is decided once more, as another writer was faster.
     *
     * @param streamType the type of the aggregate's stream, as the application names it
     */
    default void commandRetried(String streamType) {}

    /**
     * Something became of a snapshot.
     *
     * @param streamType the type of the aggregate's stream, as the application names it
     * @param outcome what
     */
    default void snapshot(String streamType, SnapshotOutcome outcome) {}

    /**
     * A projection has made something of events, and that is committed.
     *
     * @param projection its name
     * @param events how many events
     * @param nanos the time it took, in nanoseconds
     */
    default void projected(String projection, int events, long nanos) {}

    /**
     * An attempt of a projection failed, and was rolled back.
     *
     * @param projection its name
     */
    default void projectionFailed(String projection) {}

    /**
     * A projection was looked at; told every few seconds.
     *
     * @param projection its name
     * @param positions how many positions of the store are behind its own
     * @param ageMillis how old the first event behind its position is, in milliseconds; 0 if there is none
     * @param stopped whether it has failed and does not go on
     */
    default void projectionLag(String projection, long positions, long ageMillis, boolean stopped) {}

    /**
     * The events of a captured change of a table are published.
     *
     * @param table the table, of one of the application's translators
     * @param operation what was done to the row, one of a handful of constants
     * @param events how many events it has
     * @param lagMillis how long ago the database made the change, in milliseconds
     */
    default void changePublished(String table, String operation, int events, long lagMillis) {}

    /**
     * A record about a table was passed over.
     *
     * @param table the table, of one of the application's translators
     * @param reason why
     */
    default void changeSkipped(String table, SkipReason reason) {}

    /**
     * A captured change could not be dealt with; each attempt counts.
     *
     * @param table the table, of one of the application's translators
     * @param reason the kind of failure, one of a handful of constants
     */
    default void changeFailed(String table, String reason) {}

    /** Something came from a connector that captures changes: a change, or a sign of life. */
    default void connectorAlive() {}

    /**
     * A captured change was dealt with.
     *
     * @param table the table, of one of the application's translators
     * @param position where it stands in its database's log: a binlog's position in its file, or an LSN
     * @param snapshot whether a snapshot reads the table
     */
    default void changeSeen(String table, long position, boolean snapshot) {}

    /**
     * The store of dead letters was looked at; told every few seconds.
     *
     * @param status {@code new}, {@code replayed}, {@code resolved} or {@code discarded}
     * @param count how many dead letters have it
     */
    default void deadLetters(String status, long count) {}

    /**
     * Something was done with stored dead letters.
     *
     * @param outcome what
     * @param count with how many
     */
    default void deadLettersClosed(DeadLetterOutcome outcome, int count) {}

    /** What is done with stored dead letters. */
    enum DeadLetterOutcome {
        /** They were sent again, and Kafka has acknowledged them. */
        REPLAYED,
        /** Somebody said that they are dealt with. */
        RESOLVED,
        /** Somebody said that they are not needed. */
        DISCARDED
    }

    /** How a call that publishes once per idempotency key has ended. */
    enum IdempotentOutcome {
        /** It published the event. */
        PUBLISHED,
        /** An earlier call had published the event. */
        ALREADY_PUBLISHED,
        /** Another call is publishing the event. */
        IN_PROGRESS,
        /** The key was used before for another event. */
        CONFLICT,
        /** Anything else. */
        FAILED
    }

    /** How a call that appends to the event store has ended. */
    enum AppendOutcome {
        /** The events are in the store, as far as their transaction goes. */
        APPENDED,
        /** The stream had another version. */
        CONFLICT,
        /** Anything else. */
        FAILED
    }

    /** What becomes of snapshots of aggregates. */
    enum SnapshotOutcome {
        /** A load began with one. */
        USED,
        /** A load found none. */
        MISSING,
        /** A load found one that it could not use. */
        IGNORED,
        /** One was written, unless there is a later one already. */
        WRITTEN,
        /** One could not be written. */
        FAILED
    }

    /** Why a record was passed over. */
    enum SkipReason {
        /** The event's type is not registered in this service. */
        UNKNOWN_TYPE,
        /** The listener takes other events. */
        NOT_ACCEPTED,
        /** The consumer has handled the event already. */
        DUPLICATE,
        /** It tells of no row of its table: a tombstone, a sign of life, a boundary of a transaction. */
        NO_ROW,
        /** A snapshot read the row, and those are passed over. */
        SNAPSHOT,
        /** Whoever wrote the row publishes its events. */
        ORIGIN
    }
}
