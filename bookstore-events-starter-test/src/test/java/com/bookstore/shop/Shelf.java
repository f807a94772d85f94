package com.bookstore.shop;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Makes room for each new book, except for those it cannot stand. */
@Component
class Shelf {

    static final String GROUP = "shop-shelf";
    static final String UNBEARABLE = "COBOL for ever";

    final Queue<String> titles = new ConcurrentLinkedQueue<>();
    private final EventPublisher events;

    Shelf(EventPublisher events) {
        this.events = events;
    }

    @KafkaListener(topics = "book-events", groupId = GROUP)
    void on(BookCreatedEvent event) {
        if (event.title().equals(UNBEARABLE)) {
            throw new IllegalArgumentException("No room for " + event.title());
        }
        titles.add(event.title());
        events.publish(new StockChangedEvent(event.bookId(), 0, 1, ChangeType.INCREASE, null))
                .join();
    }

    /** Another team's topic. */
    @KafkaListener(topics = "payments", groupId = "shop-payments")
    void onPayment(String payment) {
        titles.add(payment);
    }
}
