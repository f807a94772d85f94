package com.bookstore.books;

import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.domain.StockChangedEvent;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Takes a book out of this instance's cache when any instance has changed it.
 *
 * <p>Every instance has a cache of its own, so every instance must see every event. Within one consumer group each event
 * goes to one instance only; therefore each instance has a group of its own, new at each start. It begins at the end of
 * the topics, for a cache that is still empty has missed nothing.
 *
 * <p>An event goes out after its change is committed, so whoever reads the book once it is evicted sees the change.
 */
@Component
@KafkaListener(
        topics = {"inventory-events", "book-events"},
        groupId = "book-service-cache-${random.uuid}",
        properties = "auto.offset.reset=latest",
        concurrency = "1")
class BookCache {

    static final String NAME = "books";

    @KafkaHandler
    @CacheEvict(cacheNames = NAME, key = "#event.bookId()")
    void on(StockChangedEvent event) {
        // the annotation does it
    }

    @KafkaHandler
    @CacheEvict(cacheNames = NAME, key = "#event.bookId()")
    void on(BookEvent event) {
        // the annotation does it
    }
}
