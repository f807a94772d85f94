package com.bookstore.events.listening;

import com.bookstore.events.json.EventDeserializer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The event deserialiser where Spring asks for one of objects. */
final class AnyValueDeserializer implements Deserializer<Object> {

    private final EventDeserializer events;

    AnyValueDeserializer(EventDeserializer events) {
        this.events = events;
    }

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        return events.deserialize(topic, data);
    }

    @Override
    public @Nullable Object deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return events.deserialize(topic, headers, data);
    }
}
