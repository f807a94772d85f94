package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps events for ever, in streams: one for each aggregate, named by a type and an id. The events of a stream have the
 * versions 1, 2, 3, … without a gap and without a duplicate. All events of the store have positions, which rise but may have
 * gaps. Thread-safe.
 *
 * <p>Stream types have 1 to 100, stream ids 1 to 255 characters, not all blank, without NUL and halves of surrogate pairs.
 * They are compared exactly, upper and lower case and trailing spaces included. Others are refused with
 * {@link EventStoreException.InvalidStream}.
 *
 * <p>Besides what is stated, methods throw Spring's {@link org.springframework.dao.DataAccessException} when the database
 * does not do what it is asked to.
 */
public interface EventStore {

    /** The greatest number of events in one call. */
    int MOST_EVENTS = 5_000;

    /**
     * Appends events to a stream, all or none. They are a part of the current transaction; without one they are committed
     * when this method returns.
     *
     * <p>Of several writers that expect one version exactly one wins, the one whose transaction commits; the others wait for it
     * and then get a {@link ConcurrentAppendException}. In a transaction that is open, that one says whether it can go on.
     *
     * <p>If {@code bookstore.events.event-store.publish} is on, the events are stored in the outbox too, in the same
     * transaction.
     *
     * @param streamType what kind of aggregate it is, for example {@code book}
     * @param streamId which one
     * @param expected the version the stream must have
     * @param events 1 to 5,000 events, in their order
     * @return the stream's new version, and where the events are
     * @throws ConcurrentAppendException if the stream has another version
     * @throws EventStoreException.InvalidEvent if an event cannot be written, is too large to be read again or is of a class
     *     that is not registered, or if there is none or too many of them; nothing was asked of the database then
     */
    AppendResult append(
            String streamType, String streamId, ExpectedVersion expected, List<? extends DomainEvent> events);

    /**
     * Appends events that have their metadata already, for example from another store. Timestamps are kept to the microsecond.
     *
     * @param streamType what kind of aggregate it is
     * @param streamId which one
     * @param expected the version the stream must have
     * @param events 1 to 5,000 events, in their order
     * @return the stream's new version, and where the events are
     * @throws ConcurrentAppendException if the stream has another version
     * @throws EventStoreException.DuplicateEvent if an event's id is in the store already, or in the list twice
     * @throws EventStoreException.InvalidEvent as {@link #append} does
     */
    AppendResult appendEnvelopes(
            String streamType, String streamId, ExpectedVersion expected, List<? extends EventEnvelope<?>> events);

    /**
     * Returns a stream's version, as the current transaction sees it.
     *
     * @param streamType what kind of aggregate it is
     * @param streamId which one
     * @return the version of the last event; 0 if there is none
     */
    long version(String streamType, String streamId);

    /**
     * Reads events of a stream in their order, as the current transaction sees them.
     *
     * @param streamType what kind of aggregate it is
     * @param streamId which one
     * @param fromVersion the version of the first event to read, at least 1
     * @param maxCount how many events at most, 1 to 5,000
     * @return the events; none if the stream has no such version
     */
    List<StoredEvent> read(String streamType, String streamId, long fromVersion, int maxCount);

    /**
     * Reads a stream to its end while it is gone through, in pages, so that a stream of any length takes little memory. No
     * connection is held between pages, so nothing has to be closed; within one transaction that sees later commits a page may
     * hold events that came after the first was read.
     *
     * @param streamType what kind of aggregate it is
     * @param streamId which one
     * @param fromVersion the version of the first event to read, at least 1
     * @return the events in their order, to be gone through once, sequentially
     */
    Stream<StoredEvent> stream(String streamType, String streamId, long fromVersion);

    /**
     * Reads events of all streams in the order of their positions. Whoever reads on from {@link EventPage#position()} gets
     * every event that is ever committed exactly once, however late its transaction commits: events behind one that may still
     * come are held back until it is there or its transaction is rolled back. Events of one stream come in the order of their
     * versions.
     *
     * <p>It reads what is committed, on a connection of its own, whatever the current transaction is and sees. The
     * {@code DataSource} must lead to where events are appended: not to a replica.
     *
     * @param afterPosition where to read on; 0 for the beginning
     * @param filter which events are wanted
     * @param maxCount how many events at most, 1 to 5,000
     * @return the events, and where to read on
     */
    EventPage readAll(long afterPosition, EventFilter filter, int maxCount);

    /**
     * Reads as {@link #readAll} does, in pages, up to where it can be read when the end is reached. Nothing has to be closed.
     *
     * @param afterPosition where to read on; 0 for the beginning
     * @param filter which events are wanted
     * @return the events in the order of their positions, to be gone through once, sequentially
     */
    Stream<StoredEvent> streamAll(long afterPosition, EventFilter filter);

    /** A bean of this type is told when this instance has appended events, after the commit. It must be quick, and never throw. */
    @FunctionalInterface
    interface AppendSignal {

        /** Events were appended, and can be read. */
        void appended();
    }
}
