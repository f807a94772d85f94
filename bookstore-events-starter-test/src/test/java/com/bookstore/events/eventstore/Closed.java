package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An account was closed; some cannot be written. */
@EventType(name = "closed", topic = "accounts")
record Closed(String account, Object reason) implements DomainEvent {

    @Override
    public String key() {
        return account;
    }
}
