package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.Upcasters;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The serialiser and the deserialiser as a service gets them, and short ways to use them. */
final class EventJson {

    static final int MAX_EVENT_BYTES = 1024 * 1024;

    static final String METADATA = "\"type\":\"%s\",\"eventId\":\"e-1\",\"timestamp\":\"2026-11-23T10:15:30.123Z\","
            + "\"source\":\"book-service\",\"version\":\"1.0\",\"correlationId\":\"c-1\"";

    static final EventTypeRegistry SHIPPED = EventTypeRegistry.of(
            BookCreatedEvent.class,
            BookUpdatedEvent.class,
            BookDeletedEvent.class,
            StockChangedEvent.class,
            OrderCreatedEvent.class,
            UserRegisteredEvent.class);

    private EventJson() {}

    static EventSerializer serializer(EventTypeRegistry types) {
        return new EventSerializer(mapper(MAX_EVENT_BYTES), types);
    }

    static EventDeserializer deserializer(EventTypeRegistry types) {
        return deserializer(types, ZoneOffset.UTC, MAX_EVENT_BYTES);
    }

    static EventDeserializer deserializer(EventTypeRegistry types, ZoneId localZone, int maxEventBytes) {
        return deserializer(types, Upcasters.NONE, localZone, maxEventBytes);
    }

    static EventDeserializer deserializer(
            EventTypeRegistry types, Upcasters upcasters, ZoneId localZone, int maxEventBytes) {
        return new EventDeserializer(mapper(maxEventBytes), types, upcasters, localZone, maxEventBytes);
    }

    private static JsonMapper mapper(int maxEventBytes) {
        return EventJsonMapper.builder(maxEventBytes).build();
    }

    static Headers typeHeader(@Nullable String type) {
        Headers headers = new RecordHeaders();
        return type == null ? headers : headers.add(EventSerializer.TYPE_HEADER, utf8(type));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An event of a type with the metadata that every event has, and these business fields. */
    static String document(String type, String businessFields) {
        String metadata = METADATA.formatted(type);
        return businessFields.isEmpty() ? "{" + metadata + "}" : "{" + metadata + "," + businessFields + "}";
    }

    static EventEnvelope<?> envelope(@Nullable ReceivedEvent received) {
        assertThat(received).describedAs(describe(received)).isInstanceOf(ReceivedEvent.Known.class);
        return ((ReceivedEvent.Known) received).envelope();
    }

    static DomainEvent event(@Nullable ReceivedEvent received) {
        return envelope(received).event();
    }

    private static String describe(@Nullable ReceivedEvent received) {
        return received instanceof ReceivedEvent.Malformed malformed
                ? malformed.failure().getMessage()
                : String.valueOf(received);
    }
}
