package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.domain.BookCreatedEvent;
import org.springframework.kafka.annotation.KafkaListener;

/** The listener of a service on the starter. */
final class TypedListener {

    static final String ID = "typed";

    private final Tally tally = new Tally();

    @KafkaListener(id = ID, topics = BookTopic.NAME, autoStartup = "false")
    void on(BookCreatedEvent event) {
        tally.add(Book.checksum(event.bookId(), event.isbn(), event.stock()));
    }

    Tally tally() {
        return tally;
    }
}
