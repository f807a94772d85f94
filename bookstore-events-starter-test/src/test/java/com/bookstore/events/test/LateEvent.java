package com.bookstore.events.test;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event whose topic no producer has asked for before it is first published. */
@EventType(name = "lateHappened", topic = "late-events")
record LateEvent(String thing) implements DomainEvent {

    @Override
    public String key() {
        return thing;
    }
}
