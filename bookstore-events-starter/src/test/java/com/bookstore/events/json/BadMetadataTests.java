package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.typeHeader;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static com.bookstore.events.json.Verdict.UNIDENTIFIED;
import static com.bookstore.events.json.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata and headers that nobody should send. */
class BadMetadataTests {

    private final EventDeserializer deserializer = EventJson.deserializer(EventJson.SHIPPED);

    static Stream<String> hostileTexts() {
        return Stream.of(
                "'; DROP TABLE outbox; --",
                "a\r\nSet-Cookie: b",
                "\u202Egpj.exe\u2066",
                "\u001B[31mred",
                "\0",
                "${jndi:ldap://x}",
                "😀",
                "../../etc/passwd",
                "java.net.URL",
                "com.bookstore.events.domain.BookCreatedEvent",
                "[Ljava.lang.Object;",
                "com.sun.rowset.JdbcRowSetImpl",
                "x".repeat(4096));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "\"\\t\"", "true", "[]", "[\"s3cr3t\"]", "{}", "{\"s3cr3t\":1}", "NaN"})
    void anEventIdThatIsNoneIsMalformed(String eventId) {
        MALFORMED.isGivenBy(deserializer, bookDeleted("eventId", eventId));
    }

    @Test
    void anEventIdHasAHundredCharactersAtMost() {
        KNOWN.isGivenBy(deserializer, bookDeleted("eventId", "\"" + "x".repeat(100) + "\""));
        MALFORMED.isGivenBy(deserializer, bookDeleted("eventId", "\"" + "x".repeat(101) + "\""));
        MALFORMED.isGivenBy(deserializer, bookDeleted("eventId", "\"" + "x".repeat(4096) + "\""));
        MALFORMED.isGivenBy(deserializer, bookDeleted("eventId", "7".repeat(101)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\\u0000\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\ud800\\ud800\\udc00\"", "\"\\udc00\\ud800\""
            })
    void anEventIdThatCouldNotBeStoredIsMalformed(String eventId) {
        MALFORMED.isGivenBy(deserializer, bookDeleted("eventId", eventId));
    }

    @Test
    void anEventIdMayHaveCharactersOfAnyAlphabet() {
        KNOWN.isGivenBy(deserializer, bookDeleted("eventId", "\"\\ud83d\\ude00-ä-書\""));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void idsAreOpaque(String text) {
        String quoted = quote(text);
        byte[] correlated = bookDeleted("correlationId", quoted);
        byte[] caused = bookDeleted("causationId", quoted);
        byte[] from = bookDeleted("source", quoted);

        assertThat(metadata(correlated).correlationId()).isEqualTo(text);
        assertThat(metadata(caused).causationId()).isEqualTo(text);
        assertThat(metadata(from).source()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventId", "source", "version", "correlationId", "causationId", "type", "timestamp"})
    void noMetadataIsAnObjectOrATruthValue(String field) {
        MALFORMED.isGivenBy(deserializer, bookDeleted(field, "{\"s3cr3t\":1}"));
        MALFORMED.isGivenBy(deserializer, bookDeleted(field, "false"));
        MALFORMED.isGivenBy(deserializer, bookDeleted(field, "[\"s3cr3t\"]"));
    }

    @ParameterizedTest
    @CsvSource({"source, unknown", "version, 1.0", "correlationId, e-1"})
    void whatEveryEventHasIsFilledInWhereItIsMissing(String field, String value) {
        for (String missing : new @Nullable String[] {null, "null"}) {
            assertThat(metadata(bookDeleted(field, missing))).extracting(field).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "null")
    void withoutATimestampItIsMalformed(@Nullable String none) {
        MALFORMED.isGivenBy(deserializer, bookDeleted("timestamp", none));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "null")
    void withoutAnIdItWaitsForOne(@Nullable String none) {
        ReceivedEvent received = UNIDENTIFIED.isGivenBy(deserializer, bookDeleted("eventId", none));

        assertThat(((ReceivedEvent.Unidentified) received)
                        .identifiedBy("books-0@7")
                        .envelope()
                        .metadata())
                .isEqualTo(new EventMetadata("books-0@7", Instant.EPOCH, "book-service", "1.0", "c-1", null));
    }

    @Test
    void theIdItGetsIsItsCorrelationToo() {
        byte[] value = utf8("{\"type\":\"bookDeleted\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"bookId\":42}");
        ReceivedEvent received = UNIDENTIFIED.isGivenBy(deserializer, value);

        assertThat(((ReceivedEvent.Unidentified) received)
                        .identifiedBy("books-0@7")
                        .envelope()
                        .metadata())
                .isEqualTo(new EventMetadata("books-0@7", Instant.EPOCH, "unknown", "1.0", "books-0@7", null));
    }

    @Test
    void aTimestampOutOfRangeIsMalformedAlsoWithoutAnId() {
        MALFORMED.isGivenBy(
                deserializer, utf8("{\"type\":\"bookDeleted\",\"timestamp\":[10000,1,1,0,0],\"bookId\":42}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"+999999999-12-31T23:59:59.999999999Z\"",
                "\"-999999999-01-01T00:00:00Z\"",
                "\"+999999999-12-31T23:59:59\"",
                "\"-999999999-01-01T00:00:00+18:00\"",
                "\"+10000-01-01T00:00:00Z\"",
                "\"0000-12-31T23:59:59Z\"",
                "[999999999,12,31,23,59]",
                "[-999999999,1,1,0,0]",
                "[2147483648,1,1,0,0]",
                "[10000,1,1,0,0]",
                "[0,1,1,0,0]",
                "[2026,13,1,0,0]",
                "[2026,2,30,0,0]",
                "[2026,11,23,24,0]",
                "[2026,11,23,10,15,60]",
                "[2026,11,23,10,15,30,1000000000]",
                "[2026,11,23]",
                "[2026,11,23,10]",
                "[2026,11,23,10,15,30,1,1]",
                "[2026.5,11,23,10,15]",
                "[\"s3cr3t\",11,23,10,15]",
                "[2026,11,23,10,[15]]",
                "[]",
                "{}",
                "1763892930",
                "1763892930.123",
                "1e1000000000",
                "true",
                "\"\"",
                "\"s3cr3t\"",
                "\"2026-11-23\"",
                "\"2026-02-30T10:15:30Z\"",
                "\"2026-11-23T25:15:30Z\"",
                "\"2026-11-23T10:15:30.1234567890Z\"",
                "\"2026-11-23T10:15:30+99:00\"",
                "\"２０２６-11-23T10:15:30Z\""
            })
    void aTimestampThatIsNoneIsMalformed(String timestamp) {
        MALFORMED.isGivenBy(deserializer, bookDeleted("timestamp", timestamp));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void aForgedTypeHeaderLeavesTheTypeToTheBody(String header) {
        byte[] value = bookDeleted("source", "\"s\"");
        ReceivedEvent unknown = UNKNOWN.isGivenBy(deserializer, typeHeader(header), bookDeleted("type", null));

        KNOWN.isGivenBy(deserializer, typeHeader(header), value);
        assertThat(((ReceivedEvent.Unknown) unknown).type()).isEqualTo(header);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void aForgedTypeInTheBodyIsAnUnknownName(String type) {
        byte[] value = bookDeleted("type", quote(type));

        assertThat(((ReceivedEvent.Unknown) UNKNOWN.isGivenBy(deserializer, value)).type())
                .isEqualTo(type);
        KNOWN.isGivenBy(deserializer, typeHeader("bookDeleted"), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n"})
    void anEmptyTypeIsNone(String type) {
        MALFORMED.isGivenBy(deserializer, typeHeader(type), bookDeleted("type", null));
        MALFORMED.isGivenBy(deserializer, bookDeleted("type", quote(type)));
        KNOWN.isGivenBy(deserializer, typeHeader(type), bookDeleted("source", "1"));
        UNKNOWN.isGivenBy(deserializer, typeHeader("bookBurnt"), bookDeleted("type", quote(type)));
    }

    @Test
    void aTypeHeaderMayHaveAnyBytes() {
        for (byte[] bytes : new byte[] @Nullable [] {null, {}, {(byte) 0xFF, (byte) 0xC0}, new byte[1024 * 1024]}) {
            Headers headers = new RecordHeaders().add(EventSerializer.TYPE_HEADER, bytes);
            KNOWN.isGivenBy(deserializer, headers, bookDeleted("source", "1"));
        }
    }

    @Test
    void theLastTypeHeaderCounts() {
        Headers headers = typeHeader("bookCreated").add(EventSerializer.TYPE_HEADER, utf8("bookDeleted"));

        KNOWN.isGivenBy(deserializer, headers, bookDeleted("type", "\"bookUpdated\""));
    }

    @Test
    void tenThousandHeadersAreRead() {
        Headers headers = typeHeader("bookDeleted");
        for (int i = 0; i < 10_000; i++) {
            headers.add("header-" + i, new byte[10]);
        }
        byte[] value = bookDeleted("type", "\"bookUpdated\"");

        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 1_000; i++) {
                KNOWN.isGivenBy(deserializer, headers, value);
            }
        });
    }

    @Test
    void otherHeadersHaveNoSay() {
        Headers headers = new RecordHeaders()
                .add("springDeserializerExceptionValue", new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'})
                .add("retry_topic-attempts", utf8("s3cr3t"))
                .add("kafka_dlt-original-topic", utf8("../x"))
                .add("traceparent", utf8("00-zz"))
                .add("__ContentTypeId__", utf8("java.net.URL"))
                .add("__typeid__", utf8("bookUpdated"));

        KNOWN.isGivenBy(deserializer, headers, bookDeleted("source", "1"));
    }

    @Test
    void nothingIsTakenForGrantedOfATypeThatIsNotKnown() {
        UNKNOWN.isGivenBy(deserializer, utf8("{\"type\":\"bookBurnt\"}"));
        UNKNOWN.isGivenBy(deserializer, utf8("{\"a\":[{}],\"type\":\"bookBurnt\",\"eventId\":\"\"}"));
        UNKNOWN.isGivenBy(deserializer, typeHeader("bookBurnt"), utf8("{}"));
        MALFORMED.isGivenBy(deserializer, utf8("{}"));
    }

    private EventMetadata metadata(byte[] value) {
        return EventJson.envelope(KNOWN.isGivenBy(deserializer, value)).metadata();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
        return quoted.append('"').toString();
    }

    /** A document with one metadata field set to a piece of JSON, or left out. */
    private static byte[] bookDeleted(String field, @Nullable String json) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("type", "\"bookDeleted\"");
        fields.put("eventId", "\"e-1\"");
        fields.put("timestamp", "\"" + Instant.EPOCH + "\"");
        fields.put("source", "\"book-service\"");
        fields.put("version", "\"1.0\"");
        fields.put("correlationId", "\"c-1\"");
        fields.put(field, json);
        fields.put("bookId", "42");
        return utf8(fields.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}")));
    }
}
