package com.bookstore.events.eventstore.projection;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** Something that happened. */
@EventType(name = "projected", topic = "accounts")
record ProjectedEvent(String account) implements DomainEvent {

    @Override
    public String key() {
        return account;
    }
}
