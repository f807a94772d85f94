package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.kafka.Book;
import java.util.concurrent.Future;

/** Sends one event. */
@FunctionalInterface
interface Publication {

    /** Returns what completes once the broker has acknowledged the event, and fails if it will not. */
    Future<?> send(Book book);
}
