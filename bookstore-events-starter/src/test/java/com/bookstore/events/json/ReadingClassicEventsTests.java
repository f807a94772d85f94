package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.event.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Half of the promise to services in the field: what they write is read. */
class ReadingClassicEventsTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ClassicService MAPPED = ClassicService.withTypeMapping();
    private static final ClassicService UNMAPPED = ClassicService.withClassNames();

    private final TimeZone zoneOfThisJvm = TimeZone.getDefault();
    private final EventDeserializer deserializer =
            EventJson.deserializer(EventJson.SHIPPED, BERLIN, EventJson.MAX_EVENT_BYTES);

    static Stream<Arguments> events() {
        return Stream.of(
                        Map.entry(
                                ClassicService.bookCreated(),
                                new BookCreatedEvent(
                                        42L,
                                        "Dune",
                                        "Frank Herbert",
                                        "978-0-441-17271-9",
                                        new BigDecimal("29.90"),
                                        "Science Fiction",
                                        7)),
                        Map.entry(
                                ClassicService.bookUpdated(),
                                new BookUpdatedEvent(
                                        42L,
                                        Map.of("price", new BigDecimal("19.90"), "stock", 3, "title", "Dune"),
                                        previousValues())),
                        Map.entry(ClassicService.bookDeleted(), new BookDeletedEvent(42L)),
                        Map.entry(
                                ClassicService.stockChanged(),
                                new StockChangedEvent(42L, 7, 6, ChangeType.DECREASE, "4711")),
                        Map.entry(
                                ClassicService.orderCreated(),
                                new OrderCreatedEvent(
                                        4711L,
                                        "ORD-4711",
                                        5L,
                                        new BigDecimal("89.70"),
                                        List.of(new OrderItem(42L, 3, new BigDecimal("29.90"))))))
                .flatMap(event -> Stream.of(MAPPED, UNMAPPED)
                        .map(service -> Arguments.of(service, event.getKey(), event.getValue())));
    }

    @AfterEach
    void restoreTheZone() {
        TimeZone.setDefault(zoneOfThisJvm);
    }

    @ParameterizedTest
    @MethodSource("events")
    void isReadWithEveryField(ClassicService service, DomainEvent classic, Object event) {
        Headers headers = new RecordHeaders();
        byte[] value = service.write(headers, classic);

        EventEnvelope<?> read = EventJson.envelope(deserializer.deserialize("topic", headers, value));

        assertThat(read.event()).isEqualTo(event);
        assertThat(read.metadata().eventId()).isEqualTo(classic.eventId);
        assertThat(read.metadata().timestamp())
                .isEqualTo(classic.timestamp.atZone(BERLIN).toInstant());
        assertThat(read.metadata().source()).isEqualTo(classic.source);
        assertThat(read.metadata().version()).isEqualTo("1.0");
        assertThat(read.metadata().correlationId()).isEqualTo("c-1");
        assertThat(read.metadata().causationId()).isNull();
    }

    @ParameterizedTest
    @MethodSource("events")
    void isReadByTheBodyAloneWhenTheHeaderIsLost(ClassicService service, DomainEvent classic, Object event) {
        byte[] value = service.write(new RecordHeaders(), classic);

        assertThat(EventJson.event(deserializer.deserialize("topic", value))).isEqualTo(event);
    }

    @Test
    void theHeadersOfClassicServicesAreTheNameOrTheClassName() {
        assertThat(headerOf(MAPPED, ClassicService.orderCreated())).isEqualTo("orderCreated");
        assertThat(headerOf(UNMAPPED, ClassicService.orderCreated()))
                .isEqualTo("com.bookstore.event.OrderCreatedEvent");
        assertThat(new String(MAPPED.write(new RecordHeaders(), ClassicService.orderCreated()), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"OrderCreatedEvent\",");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:15, '[2026,11,23,10,15]', 2026-11-23T09:15:00Z",
        "2026-07-23T10:15, '[2026,7,23,10,15]', 2026-07-23T08:15:00Z",
        "2026-11-23T00:00, '[2026,11,23,0,0]', 2026-11-22T23:00:00Z",
        "2026-11-23T10:15:30, '[2026,11,23,10,15,30]', 2026-11-23T09:15:30Z",
        "2026-11-23T10:15:30.123, '[2026,11,23,10,15,30,123000000]', 2026-11-23T09:15:30.123Z",
        "2026-11-23T10:15:00.000000001, '[2026,11,23,10,15,0,1]', 2026-11-23T09:15:00.000000001Z"
    })
    void localTimestampsAreReadInTheConfiguredZone(LocalDateTime local, String array, Instant instant) {
        for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            DomainEvent classic = ClassicService.bookDeleted();
            classic.timestamp = local;
            Headers headers = new RecordHeaders();
            byte[] value = MAPPED.write(headers, classic);

            assertThat(new String(value, StandardCharsets.UTF_8)).contains("\"timestamp\":" + array);
            assertThat(EventJson.envelope(deserializer.deserialize("topic", headers, value))
                            .metadata()
                            .timestamp())
                    .isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "UTC", "Pacific/Chatham"})
    void theirClockIsOursWhereverBothRun(String zone) {
        EventDeserializer reader =
                EventJson.deserializer(EventJson.SHIPPED, ZoneId.of(zone), EventJson.MAX_EVENT_BYTES);
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Instant before = Instant.now();
        byte[] value = UNMAPPED.write(new RecordHeaders(), ClassicService.stockChanged());
        Instant after = Instant.now();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));

        assertThat(EventJson.envelope(reader.deserialize("topic", value))
                        .metadata()
                        .timestamp())
                .isBetween(before, after);
    }

    @Test
    void whatTheyLeaveNullIsNull() {
        com.bookstore.event.BookCreatedEvent classic = ClassicService.bookCreated();
        classic.stock = null;
        classic.author = null;
        classic.version = null;
        classic.source = null;
        classic.correlationId = null;
        byte[] value = MAPPED.write(new RecordHeaders(), classic);

        EventEnvelope<?> read = EventJson.envelope(deserializer.deserialize("topic", value));

        assertThat(((BookCreatedEvent) read.event()).stock()).isNull();
        assertThat(((BookCreatedEvent) read.event()).author()).isNull();
        assertThat(read.metadata().version()).isEqualTo("1.0");
        assertThat(read.metadata().source()).isEqualTo("unknown");
        assertThat(read.metadata().correlationId()).isEqualTo(classic.eventId);
    }

    private static String headerOf(ClassicService service, DomainEvent event) {
        Headers headers = new RecordHeaders();
        service.write(headers, event);
        return new String(headers.lastHeader(EventSerializer.TYPE_HEADER).value(), StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> previousValues() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("price", new BigDecimal("29.90"));
        values.put("title", null);
        return values;
    }
}
