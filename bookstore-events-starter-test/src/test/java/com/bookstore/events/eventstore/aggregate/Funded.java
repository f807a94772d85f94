package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event of an account. */
@EventType(name = "funded", topic = "accounts")
record Funded(String account, long amount, String note) implements DomainEvent {

    @Override
    public String key() {
        return account;
    }
}
