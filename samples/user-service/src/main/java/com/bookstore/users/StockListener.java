package com.bookstore.users;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.inbox.IdempotentConsumer;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps the view of stocks. An event that arrives again is passed over: what came after it would be forgotten. */
@Component
class StockListener {

    private final KnownStocks stocks;

    StockListener(KnownStocks stocks) {
        this.stocks = stocks;
    }

    @IdempotentConsumer
    @KafkaListener(topics = "inventory-events")
    void on(StockChangedEvent event, EventMetadata metadata) {
        stocks.change(event, metadata.timestamp());
    }
}
