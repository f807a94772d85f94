package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.typeHeader;
import static com.bookstore.events.json.EventJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other producers may write in other ways and still be understood. */
class LenientReadingTests {

    private static final List<String> FIELDS = List.of(
            "\"type\":\"bookCreated\"",
            "\"eventId\":\"e-1\"",
            "\"timestamp\":\"2026-11-23T10:15:30Z\"",
            "\"source\":\"s\"",
            "\"version\":\"2.1\"",
            "\"correlationId\":\"c-1\"",
            "\"causationId\":\"e-0\"",
            "\"bookId\":42",
            "\"title\":\"Dune\"",
            "\"price\":29.90",
            "\"unknown\":{\"eventId\":\"x\",\"list\":[1,{\"type\":\"y\"}]}",
            "\"another\":null");

    private static final EventEnvelope<?> EVENT = new EventEnvelope<>(
            new EventMetadata("e-1", Instant.parse("2026-11-23T10:15:30Z"), "s", "2.1", "c-1", "e-0"),
            new BookCreatedEvent(42L, "Dune", null, null, new BigDecimal("29.90"), null, null));

    private final EventDeserializer deserializer = EventJson.deserializer(EventJson.SHIPPED);

    @Test
    void fieldsComeInAnyOrder() {
        Random random = new Random(20261123);
        List<String> fields = new ArrayList<>(FIELDS);
        for (int i = 0; i < 2_000; i++) {
            Collections.shuffle(fields, random);
            assertThat(read("{" + String.join(",", fields) + "}"))
                    .describedAs(fields.toString())
                    .isEqualTo(EVENT);
        }
    }

    @Test
    void theCauseMayComeAfterEverythingElse() {
        for (int position = 0; position < FIELDS.size(); position++) {
            List<String> fields = new ArrayList<>(FIELDS);
            String cause = fields.remove(6);
            fields.add(position, cause);

            assertThat(read("{" + String.join(",", fields) + "}")).isEqualTo(EVENT);
        }
    }

    @Test
    void eachFieldMayBeWrittenWithEscapes() {
        List<String> fields = new ArrayList<>();
        for (String field : FIELDS) {
            fields.add("\"" + "\\u%04x".formatted((int) field.charAt(1)) + field.substring(2));
        }
        fields.add(fields.remove(6));

        assertThat(read("{ " + String.join(" ,\n\t", fields) + " }")).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"42\"                 | 42",
                "42                     | 42",
                "\" 42 \"               | 42",
                "9223372036854775807    | 9223372036854775807",
                "\"9223372036854775807\" | 9223372036854775807",
                "-1                     | -1"
            })
    void businessIdsAreNumbersOrTexts(String json, long bookId) {
        assertThat(read(document("bookDeleted", "\"bookId\":" + json)).event()).isEqualTo(new BookDeletedEvent(bookId));
    }

    @Test
    void anIdThatIsATextHereMayBeANumberThere() {
        assertThat(read(document(
                                "stockChanged",
                                "\"bookId\":\"42\",\"newStock\":\"6\",\"changeType\":\"INCREASE\",\"orderId\":4711"))
                        .event())
                .isEqualTo(new StockChangedEvent(42L, null, 6, ChangeType.INCREASE, "4711"));
    }

    @ParameterizedTest
    @CsvSource({"4711, 4711", "\"4711\", 4711", "0.50, 0.50", "-7, -7", "1e3, 1e3"})
    void metadataIdsAreNumbersOrTexts(String json, String id) {
        EventMetadata metadata = read("{\"type\":\"bookDeleted\",\"timestamp\":\"2026-11-23T10:15:30Z\",\"bookId\":1,"
                        + "\"eventId\":" + json + ",\"correlationId\":" + json + ",\"causationId\":" + json
                        + ",\"version\":" + json + "}")
                .metadata();

        assertThat(Arrays.asList(
                        metadata.eventId(), metadata.correlationId(), metadata.causationId(), metadata.version()))
                .containsOnly(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2026-11-23T10:15:30Z\"                | 2026-11-23T10:15:30Z",
                "\"2026-11-23T10:15Z\"                   | 2026-11-23T10:15:00Z",
                "\"2026-11-23T10:15:30.1Z\"              | 2026-11-23T10:15:30.100Z",
                "\"2026-11-23T10:15:30.12Z\"             | 2026-11-23T10:15:30.120Z",
                "\"2026-11-23T10:15:30.123Z\"            | 2026-11-23T10:15:30.123Z",
                "\"2026-11-23T10:15:30.1234Z\"           | 2026-11-23T10:15:30.123400Z",
                "\"2026-11-23T10:15:30.12345Z\"          | 2026-11-23T10:15:30.123450Z",
                "\"2026-11-23T10:15:30.123456Z\"         | 2026-11-23T10:15:30.123456Z",
                "\"2026-11-23T10:15:30.1234567Z\"        | 2026-11-23T10:15:30.123456700Z",
                "\"2026-11-23T10:15:30.12345678Z\"       | 2026-11-23T10:15:30.123456780Z",
                "\"2026-11-23T10:15:30.123456789Z\"      | 2026-11-23T10:15:30.123456789Z",
                "\"2026-11-23T10:15:30.000000001Z\"      | 2026-11-23T10:15:30.000000001Z",
                "\"2026-11-23T10:15:30+00:00\"           | 2026-11-23T10:15:30Z",
                "\"2026-11-23T10:15:30.5-05:30\"         | 2026-11-23T15:45:30.500Z",
                "\"2026-11-23T10:15:30\"                 | 2026-11-23T09:15:30Z",
                "\"2026-11-23T10:15\"                    | 2026-11-23T09:15:00Z",
                "\"2026-07-23T10:15:30.123456789\"       | 2026-07-23T08:15:30.123456789Z",
                "[2026,11,23,10,15]                      | 2026-11-23T09:15:00Z",
                "[2026,7,23,10,15,30]                    | 2026-07-23T08:15:30Z",
                "[2026,11,23,10,15,30,5]                 | 2026-11-23T09:15:30.000000005Z",
                "[ 2026 , 11 , 23 , 0 , 0 ]              | 2026-11-22T23:00:00Z",
                "\"0001-01-01T00:00:00Z\"                | 0001-01-01T00:00:00Z",
                "\"9999-12-31T23:59:59.999999999Z\"      | 9999-12-31T23:59:59.999999999Z"
            })
    void timestampsComeInEveryFormThatServicesWrite(String json, Instant instant) {
        EventDeserializer inBerlin =
                EventJson.deserializer(EventJson.SHIPPED, ZoneId.of("Europe/Berlin"), EventJson.MAX_EVENT_BYTES);
        String metadataFirst = document("bookDeleted", "\"bookId\":42").replace("\"2026-11-23T10:15:30.123Z\"", json);
        String metadataLast = "{\"bookId\":42,"
                + document("bookDeleted", "")
                        .replace("\"2026-11-23T10:15:30.123Z\"", json)
                        .substring(1);

        for (String document : List.of(metadataFirst, metadataLast)) {
            assertThat(EventJson.envelope(inBerlin.deserialize("topic", utf8(document)))
                            .metadata()
                            .timestamp())
                    .isEqualTo(instant);
        }
    }

    @Test
    void unknownFieldsAreIgnoredAtEveryLevel() {
        String fields =
                "\"orderId\":1,\"userId\":5,\"new\":[1],\"items\":[{\"bookId\":42,\"new\":{\"a\":1},\"quantity\":3}]";

        assertThat(read(document("OrderCreatedEvent", fields)).event())
                .isEqualTo(new OrderCreatedEvent(1L, null, 5L, null, List.of(new OrderItem(42L, 3, null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orderCreated", "OrderCreatedEvent", "com.bookstore.event.OrderCreatedEvent"})
    void anyNameOfATypeWillDoInTheHeaderAndInTheBody(String name) {
        String fields = "\"orderId\":1,\"userId\":5";
        OrderCreatedEvent event = new OrderCreatedEvent(1L, null, 5L, null, List.of());

        assertThat(read(document(name, fields)).event()).isEqualTo(event);
        assertThat(EventJson.event(deserializer.deserialize("topic", typeHeader(name), utf8(document("x", fields)))))
                .isEqualTo(event);
        assertThat(EventJson.event(deserializer.deserialize(
                        "topic",
                        typeHeader(name),
                        utf8("{" + document("x", fields).substring("{'type':'x',".length())))))
                .isEqualTo(event);
    }

    @Test
    void theHeaderDecidesWhereItNamesAType() {
        byte[] value = utf8(document("bookDeleted", "\"bookId\":42,\"title\":\"Dune\""));

        assertThat(EventJson.event(deserializer.deserialize("topic", typeHeader("bookCreated"), value)))
                .isInstanceOf(BookCreatedEvent.class);
        assertThat(EventJson.event(deserializer.deserialize("topic", typeHeader("bookBurnt"), value)))
                .isInstanceOf(BookDeletedEvent.class);
        assertThat(EventJson.event(deserializer.deserialize("topic", typeHeader("BookCreated"), value)))
                .isInstanceOf(BookDeletedEvent.class);
    }

    private EventEnvelope<?> read(String document) {
        return EventJson.envelope(deserializer.deserialize("topic", utf8(document)));
    }
}
