package com.bookstore.alone;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/**
 * The service's own event.
 *
 * @param id what it is about
 * @param text what happened
 */
@EventType(name = "aloneHappened", topic = "alone-events")
public record AloneEvent(String id, String text) implements DomainEvent {

    @Override
    public String key() {
        return id;
    }
}
