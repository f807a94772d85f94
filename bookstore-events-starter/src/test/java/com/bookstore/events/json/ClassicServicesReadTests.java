package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.typeHeader;
import static com.bookstore.events.json.EventJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.event.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other half of the promise to services in the field: they read what is written. */
class ClassicServicesReadTests {

    private static final ClassicService CLASSIC = ClassicService.withTypeMapping();

    private final TimeZone zoneOfThisJvm = TimeZone.getDefault();
    private final EventSerializer serializer = EventJson.serializer(EventJson.SHIPPED);

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        new BookCreatedEvent(
                                42L,
                                "Dune",
                                "Frank Herbert",
                                "978-0-441-17271-9",
                                new BigDecimal("29.90"),
                                "Science Fiction",
                                7),
                        ClassicService.bookCreated()),
                Arguments.of(new BookDeletedEvent(42L), ClassicService.bookDeleted()),
                Arguments.of(
                        new StockChangedEvent(42L, 7, 6, ChangeType.DECREASE, "4711"), ClassicService.stockChanged()),
                Arguments.of(
                        new OrderCreatedEvent(
                                4711L,
                                "ORD-4711",
                                5L,
                                new BigDecimal("89.70"),
                                List.of(new OrderItem(42L, 3, new BigDecimal("29.90")))),
                        ClassicService.orderCreated()));
    }

    @AfterEach
    void restoreTheZone() {
        TimeZone.setDefault(zoneOfThisJvm);
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyFieldArrives(com.bookstore.events.DomainEvent event, DomainEvent expected) {
        Instant timestamp = Instant.parse("2026-11-23T10:15:30.123456789Z");

        Object read = write(event, timestamp, "cause", CLASSIC);

        expected.eventId = "e-1";
        expected.timestamp = LocalDateTime.ofInstant(timestamp, ZoneOffset.UTC);
        expected.source = "starter";
        assertThat(read).hasSameClassAs(expected).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void mapsArriveAsJacksonReadsThemThere() {
        BookUpdatedEvent event = new BookUpdatedEvent(
                42L, Map.of("price", new BigDecimal("19.90"), "stock", 3, "title", "Dune"), Map.of());

        var read = (com.bookstore.event.BookUpdatedEvent) write(event, Instant.EPOCH, null, CLASSIC);

        assertThat(read.bookId).isEqualTo(42L);
        assertThat(read.updatedFields).isEqualTo(Map.of("price", 19.9, "stock", 3, "title", "Dune"));
        assertThat(read.previousValues).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T10:15:00Z",
                "2026-11-23T00:00:00Z",
                "2026-11-23T10:15:30Z",
                "2026-11-23T10:15:30.100Z",
                "2026-11-23T10:15:30.123456Z",
                "2026-11-23T10:15:30.000000001Z"
            })
    void timestampsArriveWithEveryPrecisionInEveryZone(Instant timestamp) {
        for (String zone : List.of("UTC", "Europe/Berlin", "Asia/Kolkata")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));

            DomainEvent read = (DomainEvent) write(new BookDeletedEvent(42L), timestamp, null, CLASSIC);

            assertThat(read.timestamp).isEqualTo(LocalDateTime.ofInstant(timestamp, ZoneOffset.UTC));
        }
    }

    @Test
    void nullsArrive() {
        var event = new BookCreatedEvent(42L, "Dune", null, null, null, null, null);

        var read = (com.bookstore.event.BookCreatedEvent) write(event, Instant.EPOCH, null, CLASSIC);

        assertThat(read.stock).isNull();
        assertThat(read.price).isNull();
        assertThat(read.title).isEqualTo("Dune");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"orderCreated\",\"orderId\":1}",
                "{\"orderId\":1}",
                "{\"type\":\"OrderCreatedEvent\",\"timestamp\":\"2026-11-23T10:15:30+00:00\"}"
            })
    void whatTheyCannotReadIsWhatIsNeverWritten(String value) {
        assertThatThrownBy(() -> CLASSIC.read(typeHeader("orderCreated"), utf8(value)))
                .isInstanceOf(RuntimeException.class);
    }

    private Object write(
            com.bookstore.events.DomainEvent event, Instant timestamp, String causationId, ClassicService reader) {
        EventMetadata metadata = new EventMetadata("e-1", timestamp, "starter", "1.0", "c-1", causationId);
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize("topic", headers, new EventEnvelope<>(metadata, event));
        return reader.read(headers, value);
    }
}
