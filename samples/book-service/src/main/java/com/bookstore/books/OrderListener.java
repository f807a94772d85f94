package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Sells what was ordered. What goes wrong is tried again by the starter, then kept as a dead letter. */
@Component
class OrderListener {

    private final Stock stock;

    OrderListener(Stock stock) {
        this.stock = stock;
    }

    @KafkaListener(topics = "order-events")
    void on(OrderCreatedEvent order, EventMetadata metadata) {
        stock.sell(order, metadata);
    }
}
