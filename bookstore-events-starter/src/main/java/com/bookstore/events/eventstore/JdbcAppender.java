package com.bookstore.events.eventstore;

import com.bookstore.events.eventstore.StoredEvents.NewEvent;
import java.util.List;

/** Inserts events into a stream by one statement, in the current transaction. Thread-safe. */
interface JdbcAppender {

    /**
     * Inserts all events or none.
     *
     * @param again whether this is tried again, after another transaction has come in between
     * @return what was inserted; {@link Appended#NOTHING} if the stream has another version or one of the ids is there
     *     already; then nothing is changed and the transaction can go on
     */
    Appended append(StreamName stream, ExpectedVersion expected, List<NewEvent> events, boolean again);

    /**
     * What was inserted.
     *
     * @param positions where
     * @param version the version of the last event
     */
    record Appended(List<Long> positions, long version) {

        static final Appended NOTHING = new Appended(List.of(), 0);
    }
}
