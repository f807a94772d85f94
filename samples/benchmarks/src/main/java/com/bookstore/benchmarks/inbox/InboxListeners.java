package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.inbox.IdempotentConsumer;
import java.util.List;
import org.springframework.kafka.annotation.KafkaListener;

/** The listeners of a service on the starter, with the inbox. They write nothing: only the inbox uses the database. */
final class InboxListeners {

    static final String BATCH = "inbox-batch";
    static final String RECORD = "inbox-record";

    private final Tally tally = new Tally();

    @IdempotentConsumer
    @KafkaListener(id = BATCH, topics = BookTopic.NAME, autoStartup = "false", batch = "true")
    void onAll(List<BookCreatedEvent> events) {
        events.forEach(this::add);
    }

    @IdempotentConsumer
    @KafkaListener(id = RECORD, topics = BookTopic.NAME, autoStartup = "false")
    void on(BookCreatedEvent event) {
        add(event);
    }

    private void add(BookCreatedEvent event) {
        tally.add(Book.checksum(event.bookId(), event.isbn(), event.stock()));
    }

    Tally tally() {
        return tally;
    }
}
