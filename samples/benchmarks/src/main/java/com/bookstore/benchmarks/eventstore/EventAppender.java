package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;

/** Appends one event to a stream, in a transaction of its own. Thread-safe. */
@FunctionalInterface
interface EventAppender {

    /** Appends to a stream that has so many events. */
    void append(String streamId, long version, Book book);
}
