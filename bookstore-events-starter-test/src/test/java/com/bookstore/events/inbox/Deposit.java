package com.bookstore.events.inbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** Something whose repetition shows. */
@EventType(name = "deposited", topic = "deposits")
record Deposit(String account, int amount) implements DomainEvent {

    @Override
    public String key() {
        return account;
    }

    /** The event as it is on the wire; without an id if that is {@code null}. */
    static String json(String eventId, String account, int amount) {
        String id = eventId == null ? "" : "\"eventId\":\"" + eventId + "\",";
        return ("{\"type\":\"deposited\",%s\"timestamp\":\"2026-11-23T10:15:30Z\",\"source\":\"bank\",\"version\":\"1.0\","
                        + "\"correlationId\":\"c\",\"account\":\"%s\",\"amount\":%d}")
                .formatted(id, account, amount);
    }
}
