package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** Something happened to an account. */
@EventType(name = "moved", topic = "accounts")
record Moved(String account) implements DomainEvent {

    @Override
    public String key() {
        return account;
    }
}
