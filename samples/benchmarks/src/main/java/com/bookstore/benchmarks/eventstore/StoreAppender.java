package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import java.util.List;

/**
 * Appends as services do.
 *
 * @param store the store
 */
record StoreAppender(EventStore store) implements EventAppender {

    @Override
    public void append(String streamId, long version, Book book) {
        store.append(Streams.TYPE, streamId, ExpectedVersion.exactly(version), List.of(book.event()));
    }
}
