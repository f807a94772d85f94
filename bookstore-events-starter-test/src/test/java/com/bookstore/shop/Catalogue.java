package com.bookstore.shop;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

@Component
class Catalogue {

    private final EventPublisher events;
    private final AtomicLong ids = new AtomicLong();

    Catalogue(EventPublisher events) {
        this.events = events;
    }

    long create(String title) {
        long id = ids.incrementAndGet();
        publish(id, title);
        return id;
    }

    CompletableFuture<PublishedEvent> publish(long id, String title) {
        return events.publish(new BookCreatedEvent(id, title, null, null, null, null, null));
    }

    void delete(long id) {
        events.publish(new BookDeletedEvent(id)).join();
    }
}
