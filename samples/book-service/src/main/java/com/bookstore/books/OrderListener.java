package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Reduces the stock by what was ordered. What goes wrong is tried again by the starter, then kept as a dead letter. */
@Component
class OrderListener {

    private final Stock stock;

    OrderListener(Stock stock) {
        this.stock = stock;
    }

    @KafkaListener(topics = "order-events", groupId = "book-service-group")
    void on(OrderCreatedEvent order, EventMetadata metadata) {
        stock.take(order, metadata.eventId());
    }
}
