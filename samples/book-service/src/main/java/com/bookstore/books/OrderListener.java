package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.inbox.IdempotentConsumer;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Sells what was ordered, once however often the event is delivered: the inbox notes it in the transaction of the sale.
 *
 * <p>What goes wrong is thrown, and rolls the sale back. The class of the exception decides what comes next:
 *
 * <ul>
 *   <li>{@link InventoryProcessingException} and whatever nobody has thought of: tried again on this thread, as often as
 *       {@code bookstore.events.dead-letter.retry} says, then a dead letter;
 *   <li>{@link UnfulfillableOrderException}, one of the {@code non-retryable-exceptions}: a dead letter at once.
 * </ul>
 */
@Component
class OrderListener {

    private final Stock stock;
    private final Warehouse warehouse;

    OrderListener(Stock stock, Warehouse warehouse) {
        this.stock = stock;
        this.warehouse = warehouse;
    }

    @IdempotentConsumer
    @KafkaListener(topics = "order-events")
    void on(OrderCreatedEvent order, EventMetadata metadata) {
        stock.sell(order, metadata);
        putAside(order);
    }

    /** Comes last: a warehouse cannot be rolled back. */
    private void putAside(OrderCreatedEvent order) {
        try {
            warehouse.reserve(order);
        } catch (RuntimeException failure) {
            throw new InventoryProcessingException(order.orderId(), failure);
        }
    }
}
