package com.bookstore.events.test;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An event of the services under test. */
@EventType(name = "thingHappened", topic = "thing-events")
record ThingEvent(String thing, int number, @Nullable String text) implements DomainEvent {

    ThingEvent(String thing, int number) {
        this(thing, number, null);
    }

    @Override
    public String key() {
        return thing;
    }

    /** A record with the event as a service in another language would write it: spaces, and a field this one lacks. */
    static ProducerRecord<byte[], byte[]> record(String topic, int partition, int number, String text) {
        String json =
                """
                { "type": "thingHappened", "eventId": "id-%d", "timestamp": [2026, 11, 23, 10, 15],
                  "thing": "a", "theirs": 1.50, "number": %d, "text": "%s" }
                """
                        .formatted(number, number, text);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, bytes("a"), bytes(json));
        record.headers().add("__TypeId__", bytes("thingHappened")).add("trace", bytes("t-" + number));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
