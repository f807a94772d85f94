package com.bookstore.events.deadletter.crash;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event that may become a dead letter. */
@EventType(name = "dying", topic = Dying.TOPIC)
record Dying(String run, String account, int number, Fate fate, String note) implements DomainEvent {

    static final String TOPIC = "dying";

    @Override
    public String key() {
        return run + "/" + account;
    }

    String name() {
        return name(run, account, number);
    }

    static String name(String run, String account, int number) {
        return run + "/" + account + "/" + number;
    }
}
