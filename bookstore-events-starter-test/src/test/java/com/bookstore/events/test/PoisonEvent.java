package com.bookstore.events.test;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import org.jspecify.annotations.Nullable;

/** An event on a topic with records that are none. */
@EventType(name = "poisonTested", topic = "poison-events")
record PoisonEvent(String name, @Nullable String text) implements DomainEvent {

    @Override
    public String key() {
        return name;
    }

    /** The event on the wire, as a service in another language would write it: spaces, and fields this one lacks. */
    static String json(String name, String text) {
        return """
                { "type": "poisonTested", "eventId": "id-of-%s", "timestamp": "2026-11-23T10:15:30.5Z",
                  "source": "elsewhere", "version": "1.0", "correlationId": "c-1",
                  "name": "%s", "ours": { "alone": [1, 2.50] }, "text": "%s" }
                """
                .formatted(name, name, text);
    }
}
