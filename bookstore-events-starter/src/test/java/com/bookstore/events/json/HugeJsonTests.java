package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static com.bookstore.events.json.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookUpdatedEvent;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents within a generous size limit whose parts are out of all proportion. */
class HugeJsonTests {

    private static final String VALUE = "%";

    private final EventDeserializer deserializer =
            EventJson.deserializer(EventJson.SHIPPED, ZoneOffset.UTC, 256 * 1024 * 1024);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"bookBurnt\",\"a\":%}",
                "{\"type\":%,\"eventId\":\"e\"}",
                "{\"timestamp\":%}",
                "{\"unknown\":%,\"type\":\"bookDeleted\"}",
                "%"
            })
    void depthWithoutEndIsMalformedWhereverItIs(String document) {
        for (String open : new String[] {"[", "{\"a\":"}) {
            MALFORMED.isGivenBy(deserializer, utf8(document.replace(VALUE, open.repeat(100_000))));
        }
        MALFORMED.isGivenBy(deserializer, utf8(document.replace(VALUE, "[".repeat(100_000) + "]".repeat(100_000))));
    }

    @ParameterizedTest
    @CsvSource({"62, KNOWN", "63, MALFORMED", "100000, MALFORMED"})
    void depthInAnEventHasALimit(int depth, Verdict verdict) {
        String nested = "[".repeat(depth) + "]".repeat(depth);

        verdict.isGivenBy(deserializer, bookUpdated("{\"a\":" + nested + "}"));
    }

    @ParameterizedTest
    @CsvSource({"63, KNOWN, UNKNOWN", "64, MALFORMED, MALFORMED", "100000, MALFORMED, MALFORMED"})
    void depthInAnIgnoredFieldHasTheSameLimit(int depth, Verdict known, Verdict unknown) {
        String field = "\"bookId\":42,\"ignored\":" + "[".repeat(depth) + "]".repeat(depth);

        known.isGivenBy(deserializer, utf8(document("bookDeleted", field)));
        unknown.isGivenBy(deserializer, utf8(document("bookBurnt", field)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookId", "title", "price", "ignored", "causationId"})
    void aNumberOfTenMillionDigitsIsMalformed(String field) {
        byte[] digits = new byte[10_000_000];
        Arrays.fill(digits, (byte) '7');

        MALFORMED.isGivenBy(deserializer, bookCreated(field, digits));

        digits[1] = '.';
        MALFORMED.isGivenBy(deserializer, bookCreated(field, digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookId", "price", "stock"})
    void aTextOfAMillionDigitsIsNoNumber(String field) {
        byte[] digits = new byte[1_000_000];
        Arrays.fill(digits, (byte) '7');
        digits[0] = '"';
        digits[digits.length - 1] = '"';

        MALFORMED.isGivenBy(deserializer, bookCreated(field, digits));
    }

    @Test
    void numbersHaveAThousandDigitsAtMost() {
        KNOWN.isGivenBy(deserializer, bookUpdated("{\"a\":" + "7".repeat(1_000) + "}"));
        MALFORMED.isGivenBy(deserializer, bookUpdated("{\"a\":" + "7".repeat(1_001) + "}"));
    }

    @ParameterizedTest
    @CsvSource({"1048576, KNOWN", "104857600, MALFORMED"})
    void aTextHasAMebibyteAtMost(int length, Verdict verdict) {
        byte[] text = new byte[length + 2];
        Arrays.fill(text, (byte) 'x');
        text[0] = '"';
        text[length + 1] = '"';

        verdict.isGivenBy(deserializer, bookCreated("title", text));
        MALFORMED.isGivenBy(deserializer, bookCreated("causationId", "{\"a\":1}".getBytes()));
    }

    @Test
    void aTextOfAHundredMegabytesIsMalformedInTheMetadata() {
        byte[] text = new byte[100 * 1024 * 1024];
        Arrays.fill(text, (byte) 'x');
        text[0] = '"';
        text[text.length - 1] = '"';

        MALFORMED.isGivenBy(deserializer, bookCreated("causationId", text));
    }

    @Test
    void aNameHasAThousandCharactersAtMost() {
        KNOWN.isGivenBy(deserializer, bookUpdated("{\"" + "n".repeat(1_000) + "\":1}"));
        MALFORMED.isGivenBy(deserializer, bookUpdated("{\"" + "n".repeat(100_000) + "\":1}"));
    }

    @Test
    void aHundredThousandNamesAreRead() {
        String fields = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"field" + i + "\":" + i)
                .collect(Collectors.joining(","));

        BookUpdatedEvent event =
                (BookUpdatedEvent) EventJson.event(KNOWN.isGivenBy(deserializer, bookUpdated("{" + fields + "}")));
        assertThat(event.updatedFields()).hasSize(100_000);
        KNOWN.isGivenBy(deserializer, utf8(document("bookDeleted", "\"bookId\":42," + fields)));
        UNKNOWN.isGivenBy(deserializer, utf8(document("bookBurnt", fields)));
    }

    @Test
    void namesWithOneHashCodeAreReadInTime() {
        String fields = IntStream.range(0, 1 << 16)
                .mapToObj(HugeJsonTests::nameWithTheHashCodeOfAllOthers)
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(","));

        KNOWN.isGivenBy(deserializer, bookUpdated("{" + fields + "}"));
        KNOWN.isGivenBy(deserializer, utf8(document("bookDeleted", "\"bookId\":42," + fields)));
    }

    private static String nameWithTheHashCodeOfAllOthers(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static byte[] bookUpdated(String updatedFields) {
        return utf8(document("bookUpdated", "\"bookId\":42,\"updatedFields\":" + updatedFields));
    }

    /** Not by way of a text: one of these values is a hundred megabytes long. */
    private static byte[] bookCreated(String field, byte[] value) {
        byte[] start = utf8("{\"type\":\"bookCreated\",\"eventId\":\"e-1\",\"timestamp\":\"2026-11-23T10:15:30.123Z\""
                + (field.equals("bookId") ? "" : ",\"bookId\":42")
                + (field.equals("title") ? "" : ",\"title\":\"Dune\"") + ",\"" + field + "\":");
        byte[] document = Arrays.copyOf(start, start.length + value.length + 1);
        System.arraycopy(value, 0, document, start.length, value.length);
        document[document.length - 1] = '}';
        return document;
    }
}
