package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.inbox.IdempotentConsumer;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Sells what was ordered, once however often the event is delivered: the inbox notes it in the transaction of the sale.
 * What goes wrong is tried again by the starter, then kept as a dead letter.
 */
@Component
class OrderListener {

    private final Stock stock;

    OrderListener(Stock stock) {
        this.stock = stock;
    }

    @IdempotentConsumer
    @KafkaListener(topics = "order-events")
    void on(OrderCreatedEvent order, EventMetadata metadata) {
        stock.sell(order, metadata);
    }
}
