package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.events.domain.BookCreatedEvent;
import org.springframework.kafka.annotation.KafkaListener;

/** The listener whose dead letters are replayed; it runs until the first one is there. */
final class FailingListener {

    static final String ID = "failing";

    private static final int SHELVES = 1_000;

    @KafkaListener(id = ID, topics = BookTopic.NAME)
    void on(BookCreatedEvent event) {
        if (event.stock() == null || event.stock() < SHELVES) {
            throw new IllegalStateException("There is no shelf for the book " + event.bookId());
        }
    }
}
