package com.bookstore.events.outbox.crash;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event whose number is that of its account at the time, which nobody else changes meanwhile. */
@EventType(name = "written", topic = Written.TOPIC)
record Written(String run, String account, int number, String note) implements DomainEvent {

    static final String TOPIC = "outbox-crash";

    @Override
    public String key() {
        return run + "/" + account;
    }
}
