package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.type.EventTypeRegistry;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Event classes of all the shapes that an application may give them. */
class EventShapesTests {

    private static final EventMetadata METADATA =
            new EventMetadata("e-1", Instant.parse("2026-11-23T10:15:30.123Z"), "book-service", "1.0", "c-1", null);

    private final EventTypeRegistry types =
            EventTypeRegistry.of(Ping.class, Rich.class, Open.class, Bean.class, Renamed.class);
    private final EventSerializer serializer = EventJson.serializer(types);
    private final EventDeserializer deserializer = EventJson.deserializer(types);

    @EventType(name = "ping", topic = "t")
    record Ping() implements DomainEvent {
        @Override
        public String key() {
            return "ping";
        }
    }

    @EventType(name = "rich", topic = "t")
    record Rich(
            UUID id,
            Instant at,
            LocalDate day,
            Duration took,
            Place place,
            List<Place> places,
            Map<String, List<BigDecimal>> prices,
            Optional<String> note,
            Color color,
            int count,
            boolean open,
            byte[] picture)
            implements DomainEvent {

        enum Color {
            RED,
            GREEN
        }

        record Place(String type, String version, Optional<Place> inner) {}

        @Override
        public String key() {
            return id.toString();
        }
    }

    @EventType(name = "open", topic = "t")
    record Open(String name, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) implements DomainEvent {
        @Override
        public String key() {
            return name;
        }
    }

    @EventType(name = "bean", topic = "t")
    static final class Bean implements DomainEvent {

        private final String name;

        @JsonCreator
        Bean(@JsonProperty("name") String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        @Override
        public String key() {
            return name;
        }
    }

    @EventType(name = "renamed", topic = "t", version = "3", wireType = "RENAMED", aliases = "old")
    record Renamed(@JsonProperty("book-id") Long bookId) implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }

    @Test
    void anEventWithoutComponentsIsItsMetadata() {
        assertThat(write(new Ping())).isEqualTo(document("ping", ""));
        assertThat(read(document("ping", ""))).isEqualTo(new Ping());
        assertThat(read(document("ping", "\"unknown\":1"))).isEqualTo(new Ping());
        assertThat(read("{\"timestamp\":[2026,11,23,10,15],\"eventId\":1,\"type\":\"ping\"}"))
                .isEqualTo(new Ping());
        MALFORMED.isGivenBy(deserializer, utf8(document("ping", "") + "x"));
    }

    @Test
    void componentsMayBeWhateverJacksonKnows() {
        Rich event = new Rich(
                new UUID(1, 2),
                Instant.parse("2026-11-23T10:15:30.000000001Z"),
                LocalDate.of(2026, 11, 23),
                Duration.ofMillis(1500),
                new Rich.Place("shop", "2", Optional.empty()),
                List.of(new Rich.Place("a", "b", Optional.of(new Rich.Place("c", "d", Optional.empty())))),
                Map.of("EUR", List.of(new BigDecimal("1.10"), new BigDecimal("2"))),
                Optional.of("note"),
                Rich.Color.GREEN,
                3,
                true,
                new byte[] {1, 2, 3});

        Rich read = (Rich) read(write(event));

        assertThat(read).usingRecursiveComparison().isEqualTo(event);
    }

    @Test
    void absentOptionalsAreEmptyAndAbsentPrimitivesAreMalformed() {
        Rich read = (Rich) read(document("rich", "\"count\":1,\"open\":false"));

        assertThat(read.note()).isEmpty();
        assertThat(read.places()).isNull();
        MALFORMED.isGivenBy(deserializer, utf8(document("rich", "\"open\":false")));
        MALFORMED.isGivenBy(deserializer, utf8(document("rich", "\"count\":null,\"open\":false")));
    }

    @Test
    void metadataIsNeverPartOfTheEventWhateverTheOrder() {
        Map<String, Object> rest = new LinkedHashMap<>(Map.of("more", 1));
        Open event = new Open("n", rest);

        assertThat(read(document("open", "\"name\":\"n\",\"more\":1"))).isEqualTo(event);
        assertThat(read(document("open", "\"name\":\"n\",\"more\":1,\"causationId\":\"c\"")))
                .isEqualTo(event);
        assertThat(read("{\"name\":\"n\",\"more\":1," + document("open", "").substring(1)))
                .isEqualTo(event);
        assertThat(write(event)).isEqualTo(document("open", "\"name\":\"n\",\"more\":1"));
    }

    @Test
    void namesFromTheWireAreNotRepeatedInMessages() {
        for (String name : List.of("s3cr3t", "s3cr3t\\r\\n", "\\u202es3cr3t")) {
            MALFORMED.isGivenBy(
                    deserializer, utf8(document("open", "\"name\":\"n\",\"a b " + name + "\":1e1000000000")));
        }
    }

    @Test
    void aClassThatIsNoRecordIsReadAndWritten() {
        assertThat(write(new Bean("n"))).isEqualTo(document("bean", "\"name\":\"n\""));
        assertThat(((Bean) read(document("bean", "\"name\":\"n\""))).getName()).isEqualTo("n");
        assertThat(((Bean) read("{\"name\":\"n\"," + document("bean", "").substring(1))).getName())
                .isEqualTo("n");
    }

    @Test
    void theAnnotationsOfTheEventDecideItsNames() {
        assertThat(write(new Renamed(1L))).isEqualTo(document("RENAMED", "\"book-id\":1"));
        assertThat(read(document("old", "\"book-id\":1"))).isEqualTo(new Renamed(1L));
    }

    @Test
    void whatJacksonCannotWriteIsRefused() {
        Object unwritable = new Object() {
            @SuppressWarnings("unused")
            public String getMood() {
                throw new IllegalStateException();
            }
        };

        assertThatThrownBy(() -> write(new Open("n", Map.of("a", unwritable))))
                .isInstanceOf(UnserializableEventException.class)
                .hasMessageContaining(Open.class.getName());
    }

    @Test
    void whatRefersToItselfIsRefused() {
        Map<String, Object> endless = new LinkedHashMap<>();
        endless.put("again", endless);

        assertThatThrownBy(() -> write(new Open("n", endless))).isInstanceOf(UnserializableEventException.class);
    }

    @Test
    void textsThatAreNoUnicodeAreReadAsTheyWereWritten() {
        for (String text :
                List.of("\uD800", "a\uDC00\uD800b", "\0\u001F\u007F\uFFFF", "😀", "x".repeat(9_000) + "\uD83D")) {
            assertThat(read(write(new Bean(text)))).extracting("name").isEqualTo(text);
        }
    }

    private String write(DomainEvent event) {
        return new String(
                serializer.write(new EventEnvelope<>(METADATA, event)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private DomainEvent read(String document) {
        return EventJson.event(KNOWN.isGivenBy(deserializer, utf8(document)));
    }
}
