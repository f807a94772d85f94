package com.bookstore.events.crash;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** One of the events of a run; its name is also its idempotency key. */
@EventType(name = "crash-tested", topic = CrashEvent.TOPIC)
record CrashEvent(String run, String account, int number) implements DomainEvent {

    static final String TOPIC = "crash-events";

    @Override
    public String key() {
        return run + "/" + account;
    }

    String name() {
        return key() + "/" + number;
    }
}
