package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.typeHeader;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static com.bookstore.events.json.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are not the bytes of one JSON document. */
class BadBytesTests {

    private static final String METADATA_FIRST = document("bookCreated", "\"bookId\":42,\"title\":\"s3cr3t\"");
    private static final String METADATA_LAST =
            "{\"bookId\":42,\"title\":\"s3cr3t\"," + document("bookCreated", "").substring(1);
    private static final String UNKNOWN_TYPE = document("bookBurnt", "\"bookId\":42,\"title\":\"s3cr3t\"");

    private final EventDeserializer deserializer = EventJson.deserializer(EventJson.SHIPPED);

    static Stream<String> goldenFiles() {
        return GoldenFileTests.events().keySet().stream();
    }

    @Test
    void nullStaysNull() {
        assertThat(deserializer.deserialize("topic", null)).isNull();
        assertThat(deserializer.deserialize("topic", typeHeader("bookCreated"), (byte[]) null))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\n",
                "\0",
                "\uFEFF",
                "s3cr3t",
                "\"s3cr3t\"",
                "42",
                "null",
                "true",
                "[]",
                "<a/>",
                "{",
                "}"
            })
    void whatIsNoJsonObjectIsMalformed(String value) {
        MALFORMED.isGivenBy(deserializer, utf8(value));
        MALFORMED.isGivenBy(deserializer, typeHeader("bookCreated"), utf8(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void everyEncodingOfJsonIsRead(String charset) {
        for (String mark : new String[] {"", "\uFEFF"}) {
            byte[] value = (mark + document("bookCreated", "\"bookId\":42,\"title\":\"Ærø 😀\""))
                    .getBytes(Charset.forName(charset));
            if (!(charset.equals("UTF-16") && !mark.isEmpty())) { // which would be two marks
                assertThat(EventJson.event(KNOWN.isGivenBy(deserializer, value)))
                        .isEqualTo(new BookCreatedEvent(42L, "Ærø 😀", null, null, null, null, null));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lone high surrogate in UTF-8, EDA080, MALFORMED",
        "pair of surrogates in UTF-8, EDA0BDEDB880, MALFORMED",
        "Latin 1, FC, MALFORMED",
        "continuation alone, 80, MALFORMED",
        "cut character, E282, MALFORMED",
        "overlong, E08080, KNOWN",
        "no byte of UTF-8, FF, MALFORMED",
        "NUL, 00, MALFORMED",
        "control character, 07, MALFORMED",
        "beyond Unicode, F5808080, KNOWN",
        "noncharacter, EFBFBF, KNOWN",
        "escaped lone high surrogate, 5C7564383030, KNOWN",
        "escaped lone low surrogate, 5C7564633030, KNOWN",
        "escaped NUL, 5C7530303030, KNOWN",
        "cut escape, 5C75643830, MALFORMED",
        "no escape, 5C78, MALFORMED"
    })
    void badCharactersInATextAreJudgedOnce(String what, String hex, Verdict verdict) {
        byte[] start = utf8(METADATA_FIRST.substring(0, METADATA_FIRST.length() - 2));
        byte[] value = join(start, HexFormat.of().parseHex(hex), utf8("\"}"));

        verdict.isGivenBy(deserializer, value);
        verdict.isGivenBy(deserializer, typeHeader("bookCreated"), value);
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void truncatedAtAnyByteIsMalformed(String file) throws IOException {
        byte[] golden = GoldenFileTests.read(file);
        for (int length = 0; length < golden.length; length++) {
            MALFORMED.isGivenBy(deserializer, typeHeader("bookCreated"), Arrays.copyOf(golden, length));
        }
    }

    @Test
    void truncatedAtAnyByteIsMalformedWhateverTheOrderAndTheType() {
        for (String document : new String[] {METADATA_LAST, UNKNOWN_TYPE}) {
            for (int length = 0; length < document.length(); length++) {
                MALFORMED.isGivenBy(deserializer, utf8(document.substring(0, length)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "}",
                "]",
                ",",
                "\0",
                "s3cr3t",
                "{}",
                "null",
                "\n{\"type\":\"bookDeleted\"}",
                " 1",
                "\"",
                "/* */",
                "\uFEFF"
            })
    void whatFollowsTheDocumentMakesItMalformed(String rest) {
        MALFORMED.isGivenBy(deserializer, utf8(METADATA_FIRST + rest));
        MALFORMED.isGivenBy(deserializer, utf8(METADATA_LAST + rest));
        MALFORMED.isGivenBy(deserializer, utf8(UNKNOWN_TYPE + rest));
    }

    @Test
    void whitespaceAroundTheDocumentIsNothing() {
        KNOWN.isGivenBy(deserializer, utf8(" \r\n\t" + METADATA_FIRST + " \r\n\t"));
        KNOWN.isGivenBy(deserializer, utf8(" \r\n\t" + METADATA_LAST + " \r\n\t"));
        UNKNOWN.isGivenBy(deserializer, utf8(" \r\n\t" + UNKNOWN_TYPE + " \r\n\t"));
    }

    @Test
    void twoDocumentsAreMalformed() {
        MALFORMED.isGivenBy(deserializer, utf8(METADATA_FIRST + METADATA_FIRST));
        MALFORMED.isGivenBy(deserializer, utf8(METADATA_FIRST + "\n" + METADATA_LAST));
        MALFORMED.isGivenBy(deserializer, utf8(METADATA_LAST + "\n" + METADATA_LAST));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void flippedBitsNeverEscapeTheThreeVerdicts(String file) throws IOException {
        byte[] golden = GoldenFileTests.read(file);
        Random random = new Random(20261123);
        Headers headers = typeHeader(file.replaceFirst("-.*", ""));
        for (int i = 0; i < 2_000; i++) {
            byte[] value = golden.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Verdict.judge(deserializer, headers, value);
        }
    }

    @Test
    void randomBytesAreMalformed() {
        Random random = new Random(20261123);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            MALFORMED.isGivenBy(deserializer, typeHeader("bookCreated"), value);
        }
    }

    @Test
    void theSizeLimitIsExact() {
        int limit = 10_000;
        EventDeserializer limited = EventJson.deserializer(EventJson.SHIPPED, ZoneOffset.UTC, limit);
        for (String document : new String[] {METADATA_FIRST, METADATA_LAST}) {
            KNOWN.isGivenBy(limited, sized(document, limit - 1));
            KNOWN.isGivenBy(limited, sized(document, limit));
            ReceivedEvent larger = MALFORMED.isGivenBy(limited, sized(document, limit + 1));
            assertThat(((ReceivedEvent.Malformed) larger).failure())
                    .hasMessageContaining("10001 bytes")
                    .hasMessageContaining("bookstore.events.json.max-event-size (10000)");
        }
        UNKNOWN.isGivenBy(limited, sized(UNKNOWN_TYPE, limit));
    }

    private static byte[] sized(String document, int size) {
        String start = document.substring(0, document.length() - 1) + ",\"padding\":\"";
        return utf8(start + "x".repeat(size - utf8(start).length - 2) + "\"}");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
