package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.inbox.IdempotentConsumer;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Follows what somebody did to the table of books with SQL, past this service: movements that are missing are recorded, what
 * belonged to a deleted book goes. Nothing is decided on it: {@link StockAggregate} takes the locked row for the truth, and
 * would record the same later, with the next movement.
 */
@Component
@Profile("cdc")
class OutsideChanges {

    private static final String GROUP = "book-service-outside";

    private final BookRepository books;
    private final AlertRepository alerts;
    private final Stock stock;
    private final Movements movements;

    OutsideChanges(BookRepository books, AlertRepository alerts, Stock stock, Movements movements) {
        this.books = books;
        this.alerts = alerts;
        this.stock = stock;
        this.movements = movements;
    }

    @KafkaListener(topics = "inventory-events", groupId = GROUP)
    void on(StockChangedEvent event, EventMetadata metadata) {
        if (isFromOutside(metadata)) {
            stock.open(event.bookId());
        }
    }

    @IdempotentConsumer
    @KafkaListener(topics = "book-events", groupId = GROUP)
    void on(BookEvent event, EventMetadata metadata) {
        if (!isFromOutside(metadata)) {
            return;
        }
        if (event instanceof BookCreatedEvent) {
            stock.open(event.bookId());
        } else if (event instanceof BookDeletedEvent && !books.existsById(event.bookId())) {
            movements.recordLoss(event.bookId());
            alerts.deleteById(event.bookId());
        }
    }

    /** Ids of events that were derived from changes of rows begin like this. */
    static boolean isFromOutside(EventMetadata metadata) {
        return metadata.eventId().startsWith("cdc-");
    }
}
