package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.type.EventTypeRegistry;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** What the event producer writes: bytes that are ready, and for Spring's templates also events, with new metadata. */
final class EventValueSerializer implements Serializer<Object> {

    private final EventSerializer serializer;
    private final EventTypeRegistry types;
    private final EventMetadataFactory metadata;

    EventValueSerializer(EventSerializer serializer, EventTypeRegistry types, EventMetadataFactory metadata) {
        this.serializer = serializer;
        this.types = types;
        this.metadata = metadata;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object data) {
        return data instanceof byte[] ready ? ready : serializer.serialize(topic, enveloped(data));
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Object data) {
        return data instanceof byte[] ready ? ready : serializer.serialize(topic, headers, enveloped(data));
    }

    private @Nullable Object enveloped(@Nullable Object data) {
        return data instanceof DomainEvent event
                ? new EventEnvelope<>(metadata.create(types.get(event.getClass())), event)
                : data;
    }
}
