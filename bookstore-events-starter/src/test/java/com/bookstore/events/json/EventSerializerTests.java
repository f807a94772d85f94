package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.typeHeader;
import static com.bookstore.events.json.EventJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.InvalidEventTypeException;
import com.bookstore.events.type.UnknownEventTypeException;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;

class EventSerializerTests {

    private static final EventMetadata METADATA =
            new EventMetadata("e-1", Instant.parse("2026-11-23T10:15:30.123Z"), "book-service", "1.0", "c-1", null);

    private final EventSerializer serializer = EventJson.serializer(EventJson.SHIPPED);

    record Named(String key) implements DomainEvent {}

    @EventType(name = "a", topic = "t")
    record RenamedComponent(@JsonProperty("eventId") String key) implements DomainEvent {}

    @EventType(name = "a", topic = "t")
    record WithGetter(String key) implements DomainEvent {
        public String getTimestamp() {
            return "now";
        }
    }

    @EventType(name = "a", topic = "t")
    static final class WithField implements DomainEvent {
        public String source = "here";

        @Override
        public String key() {
            return "k";
        }
    }

    @EventType(name = "a", topic = "t")
    record CamelCase(String key, String event_id) implements DomainEvent {}

    @EventType(name = "a", topic = "t")
    record NestedMetadata(String key, List<EventMetadata> history) implements DomainEvent {}

    @Test
    void theHeaderIsTheNameAndTheBodySaysTheWireType() {
        Headers headers = new RecordHeaders();
        OrderCreatedEvent order = new OrderCreatedEvent(1L, null, 5L, null, List.of());

        byte[] value = serializer.serialize("topic", headers, new EventEnvelope<>(METADATA, order));

        assertThat(new String(value, StandardCharsets.UTF_8)).startsWith("{\"type\":\"OrderCreatedEvent\",");
        assertThat(headers.toArray()).hasSize(1);
        assertThat(headers.lastHeader(EventSerializer.TYPE_HEADER).value()).isEqualTo(utf8("orderCreated"));
    }

    @Test
    void aTypeHeaderFromElsewhereIsReplaced() {
        Headers headers = typeHeader("java.net.URL").add("other", utf8("kept")).add("__TypeId__", utf8("x"));

        serializer.serialize("topic", headers, new EventEnvelope<>(METADATA, new BookDeletedEvent(1L)));

        assertThat(headers.headers(EventSerializer.TYPE_HEADER))
                .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("bookDeleted");
        assertThat(headers.lastHeader("other").value()).isEqualTo(utf8("kept"));
    }

    @Test
    void whatIsNoEventIsWrittenAsItIs() {
        Headers headers = typeHeader("kept");
        byte[] bytes = {1, 2, 3};
        ReceivedEvent received = new ReceivedEvent.Unknown(bytes, "bookBurnt");

        assertThat(serializer.serialize("topic", headers, null)).isNull();
        assertThat(serializer.serialize("topic", headers, bytes)).isSameAs(bytes);
        assertThat(serializer.serialize("topic", headers, received)).isSameAs(bytes);
        assertThat(serializer.serialize("topic", headers, "Ærø")).isEqualTo(utf8("Ærø"));
        assertThat(headers).isEqualTo(typeHeader("kept"));
    }

    @Test
    void anythingElseIsRefused() {
        Headers headers = new RecordHeaders();

        assertThatThrownBy(() -> serializer.serialize("topic", headers, new BookDeletedEvent(1L)))
                .isInstanceOf(UnserializableEventException.class)
                .hasMessageContaining(BookDeletedEvent.class.getName());
        assertThatThrownBy(() -> serializer.serialize("topic", 42)).isInstanceOf(UnserializableEventException.class);
        assertThat(headers.toArray()).isEmpty();
    }

    @Test
    void anEventThatIsNotRegisteredIsRefused() {
        EventEnvelope<?> envelope = new EventEnvelope<>(METADATA, new Named("k"));
        Headers headers = typeHeader("kept");

        assertThatThrownBy(() -> serializer.serialize("topic", headers, envelope))
                .isInstanceOf(UnknownEventTypeException.class);
        assertThatThrownBy(() -> serializer.write(envelope)).isInstanceOf(UnknownEventTypeException.class);
        assertThat(headers).isEqualTo(typeHeader("kept"));
    }

    @Test
    void aCauseIsWrittenOnlyWhereThereIsOne() {
        EventMetadata caused = new EventMetadata("e-1", METADATA.timestamp(), "book-service", "1.0", "c-1", "e-0");

        assertThat(new String(
                        serializer.write(new EventEnvelope<>(METADATA, new BookDeletedEvent(1L))),
                        StandardCharsets.UTF_8))
                .isEqualTo(document("bookDeleted", "\"bookId\":1"));
        assertThat(new String(
                        serializer.write(new EventEnvelope<>(caused, new BookDeletedEvent(1L))),
                        StandardCharsets.UTF_8))
                .isEqualTo(document("bookDeleted", "\"causationId\":\"e-0\",\"bookId\":1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "2026-11-23T10:15:00Z",
                "2026-11-23T10:15:30.100Z",
                "2026-11-23T10:15:30.000001Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void timestampsEndWithZ(String timestamp) {
        EventMetadata metadata = new EventMetadata("e-1", Instant.parse(timestamp), "s", "1.0", "c-1", null);

        assertThat(new String(
                        serializer.write(new EventEnvelope<>(metadata, new BookDeletedEvent(1L))),
                        StandardCharsets.UTF_8))
                .contains("\"timestamp\":\"" + timestamp + "\"");
    }

    @Test
    void aFieldThatWouldBeWrittenUnderTheNameOfAMetadataFieldStopsTheStart() {
        assertThatThrownBy(() -> EventJson.serializer(EventTypeRegistry.of(RenamedComponent.class)))
                .isInstanceOfSatisfying(InvalidEventTypeException.class, failure -> assertThat(failure.action())
                        .startsWith("Rename it."))
                .hasMessageContaining("The field 'eventId' of " + RenamedComponent.class.getName());
        assertThatThrownBy(() -> EventJson.serializer(EventTypeRegistry.of(WithGetter.class)))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessageContaining("'timestamp'");
        assertThatThrownBy(() -> EventJson.serializer(EventTypeRegistry.of(WithField.class)))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessageContaining("'source'");
    }

    @Test
    void namingStrategiesAreTakenIntoAccount() {
        EventTypeRegistry types = EventTypeRegistry.of(CamelCase.class);

        EventJson.serializer(types);

        assertThatThrownBy(() -> new EventSerializer(
                        EventJsonMapper.builder(EventJson.MAX_EVENT_BYTES)
                                .propertyNamingStrategy(new PropertyNamingStrategies.NamingBase() {
                                    @Override
                                    public String translate(String name) {
                                        return name.equals("event_id") ? "eventId" : name;
                                    }
                                })
                                .build(),
                        types))
                .isInstanceOf(InvalidEventTypeException.class);
    }

    @Test
    void nestedFieldsMayHaveAnyName() {
        EventTypeRegistry types = EventTypeRegistry.of(NestedMetadata.class);
        EventEnvelope<?> envelope = new EventEnvelope<>(METADATA, new NestedMetadata("k", List.of(METADATA)));

        byte[] value = EventJson.serializer(types).write(envelope);

        assertThat(EventJson.envelope(EventJson.deserializer(types).deserialize("topic", value)))
                .isEqualTo(envelope);
    }

    @Test
    void manyThreadsWriteAndReadAtOnce() {
        EventSerializer fresh = EventJson.serializer(EventJson.SHIPPED);
        EventDeserializer reader = EventJson.deserializer(EventJson.SHIPPED);

        IntStream.range(0, 20_000).parallel().forEach(i -> {
            EventEnvelope<?> envelope = new EventEnvelope<>(METADATA, new BookDeletedEvent((long) i));
            assertThat(EventJson.envelope(reader.deserialize("topic", fresh.write(envelope))))
                    .isEqualTo(envelope);
        });
    }
}
