package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON objects whose fields are not what an event's are. */
class BadJsonTests {

    private final EventDeserializer deserializer = EventJson.deserializer(EventJson.SHIPPED);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"stock\":2147483648                       | MALFORMED",
                "\"stock\":-2147483649                      | MALFORMED",
                "\"stock\":2147483647                       | KNOWN",
                "\"stock\":1.5                              | MALFORMED",
                "\"stock\":1e2                              | MALFORMED",
                "\"stock\":1e999999999                      | MALFORMED",
                "\"stock\":1e1000000000                     | MALFORMED",
                "\"stock\":\"1e999999999\"                  | MALFORMED",
                "\"stock\":\"s3cr3t\"                       | MALFORMED",
                "\"stock\":true                             | MALFORMED",
                "\"stock\":NaN                              | MALFORMED",
                "\"stock\":\"NaN\"                          | MALFORMED",
                "\"stock\":Infinity                         | MALFORMED",
                "\"stock\":+1                               | MALFORMED",
                "\"stock\":01                               | MALFORMED",
                "\"stock\":0x1F                             | MALFORMED",
                "\"price\":NaN                              | MALFORMED",
                "\"price\":\"NaN\"                          | MALFORMED",
                "\"price\":.5                               | MALFORMED",
                "\"price\":5.                               | MALFORMED",
                "\"price\":1e1000                           | KNOWN",
                "\"price\":1e-1000                          | KNOWN",
                "\"price\":1e1001                           | MALFORMED",
                "\"price\":1e-1001                          | MALFORMED",
                "\"price\":1e999999999                      | MALFORMED",
                "\"price\":-1e-999999999                    | MALFORMED",
                "\"price\":1e1000000000                     | MALFORMED",
                "\"price\":1e99999999999999999999           | MALFORMED",
                "\"price\":\"1e1000000000\"                 | MALFORMED",
                "\"price\":\"s3cr3t\"                       | MALFORMED",
                "\"title\":1e1000000000                     | KNOWN",
                "\"unknown\":1e1000000000                   | KNOWN",
                "\"unknown\":{\"a\":[1e1000000000]}         | KNOWN",
                "\"unknown\":NaN                            | MALFORMED"
            })
    void numbersAreReadWhereTheyFit(String field, Verdict verdict) {
        verdict.isGivenBy(deserializer, bookCreated(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "1e999999999",
                "1e1000000000",
                "1.0",
                "[42]",
                "{}",
                "true",
                "\"\"",
                "\"4 2\"",
                "null"
            })
    void anIdThatIsNoneIsMalformed(String id) {
        MALFORMED.isGivenBy(deserializer, utf8(document("bookDeleted", "\"bookId\":" + id)));
        MALFORMED.isGivenBy(
                deserializer,
                utf8("{\"bookId\":" + id + "," + document("bookDeleted", "").substring(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e1000000000",
                "-1e1000000000",
                "1e-1000000000",
                "{\"a\":1e1000000000}",
                "[[1e1000000000]]"
            })
    void explosiveNumbersInMapsAreMalformed(String value) {
        for (String map : List.of("updatedFields", "previousValues")) {
            MALFORMED.isGivenBy(
                    deserializer,
                    utf8(document("bookUpdated", "\"bookId\":42,\"" + map + "\":{\"s3cr3t\":" + value + "}")));
        }
    }

    @Test
    void numbersInMapsAreWholeNumbersOrDecimals() {
        byte[] value = utf8(document(
                "bookUpdated", "\"bookId\":42,\"updatedFields\":{\"a\":1.10,\"b\":3,\"c\":3000000000,\"d\":[0.1]}"));

        BookUpdatedEvent event = (BookUpdatedEvent) EventJson.event(KNOWN.isGivenBy(deserializer, value));

        assertThat(event.updatedFields())
                .isEqualTo(Map.of(
                        "a", new BigDecimal("1.10"), "b", 3, "c", 3_000_000_000L, "d", List.of(new BigDecimal("0.1"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"bookCreated\"",
                "\"eventId\":\"s3cr3t\"",
                "\"timestamp\":null",
                "\"\\u0074ype\":\"bookDeleted\"",
                "\"causationId\":\"a\",\"causationId\":\"s3cr3t\"",
                "\"bookId\":43",
                "\"\\u0062ookId\":43",
                "\"title\":null",
                "\"unknown\":1,\"unknown\":2",
                "\"unknown\":{\"s3cr3t\":1,\"s3cr3t\":1}",
                "\"unknown\":[{\"a\":{\"b\":1,\"b\":1}}]"
            })
    void duplicateNamesAreMalformed(String fields) {
        byte[] metadataFirst = bookCreated(fields);
        byte[] metadataLast = utf8("{\"bookId\":42,\"title\":\"a\"," + fields + ","
                + document("bookCreated", "").substring(1));

        MALFORMED.isGivenBy(deserializer, metadataFirst);
        MALFORMED.isGivenBy(deserializer, metadataLast);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"updatedFields\":{\"s3cr3t\":1,\"s3cr3t\":2}",
                "\"updatedFields\":{\"a\":{\"b\":1,\"b\":1}}",
                "\"updatedFields\":{},\"updatedFields\":{}"
            })
    void duplicateNamesInsideTheEventAreMalformed(String fields) {
        MALFORMED.isGivenBy(deserializer, utf8(document("bookUpdated", "\"bookId\":42," + fields)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bookCreated  | \"bookId\":42,\"title\":[\"s3cr3t\"]",
                "bookCreated  | \"bookId\":42,\"title\":{\"s3cr3t\":1}",
                "bookCreated  | \"bookId\":42,\"title\":[\"java.net.URL\",\"http://s3cr3t\"]",
                "bookUpdated  | \"bookId\":42,\"updatedFields\":[]",
                "bookUpdated  | \"bookId\":42,\"updatedFields\":\"\"",
                "bookUpdated  | \"bookId\":42,\"updatedFields\":\"s3cr3t\"",
                "bookUpdated  | \"bookId\":42,\"updatedFields\":7",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":{}",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":\"s3cr3t\"",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":[[42,3]]",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":[null]",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":[42]",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":[{\"bookId\":42}]",
                "orderCreated | \"orderId\":1,\"userId\":5,\"items\":[{\"bookId\":42,\"quantity\":\"s3cr3t\"}]",
                "stockChanged | \"bookId\":42,\"newStock\":6",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":null",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":\"\"",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":\"s3cr3t\"",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":\"decrease\"",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":0",
                "stockChanged | \"bookId\":42,\"newStock\":6,\"changeType\":[\"DECREASE\"]",
                "stockChanged | \"bookId\":42,\"changeType\":\"DECREASE\"",
                "bookCreated  | \"bookId\":42",
                "bookCreated  | \"bookId\":null,\"title\":\"s3cr3t\"",
                "bookCreated  | \"title\":\"s3cr3t\"",
                "bookDeleted  | ''",
                "userRegistered | \"userId\":5,\"interests\":[null]"
            })
    void fieldsThatDoNotFitAreMalformed(String type, String fields) {
        MALFORMED.isGivenBy(deserializer, utf8(document(type, fields)));
    }

    @Test
    void whatMayBeMissingIsMissing() {
        byte[] order = utf8(document("OrderCreatedEvent", "\"orderId\":1,\"userId\":5"));

        assertThat(EventJson.event(KNOWN.isGivenBy(deserializer, order)))
                .isEqualTo(new OrderCreatedEvent(1L, null, 5L, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"unknown\":null",
                "\"unknown\":{\"nested\":[1,{\"bookId\":7}],\"eventId\":\"e-2\"}",
                "\"@class\":\"com.sun.rowset.JdbcRowSetImpl\",\"@type\":\"java.net.URL\"",
                "\"\":\"empty\"",
                "\"__proto__\":{\"a\":1}"
            })
    void extraFieldsAreIgnored(String fields) {
        assertThat(EventJson.event(KNOWN.isGivenBy(deserializer, bookCreated(fields))))
                .isEqualTo(new BookCreatedEvent(42L, "Dune", null, null, null, null, null));
    }

    @Test
    void anUnknownVersionIsReadAsFarAsItFits() {
        byte[] value = utf8(document("bookDeleted", "\"bookId\":42").replace("\"1.0\"", "\"99.0-beta\""));

        assertThat(EventJson.envelope(KNOWN.isGivenBy(deserializer, value))
                        .metadata()
                        .version())
                .isEqualTo("99.0-beta");
    }

    @Test
    void gadgetsInMapsStayPlainTextsAndLists() {
        byte[] value = utf8(
                document(
                        "bookUpdated",
                        "\"bookId\":42,\"updatedFields\":{\"a\":[\"java.net.URL\",\"http://x\"],\"b\":{\"@class\":\"java.net.URL\"}}"));

        BookUpdatedEvent event = (BookUpdatedEvent) EventJson.event(KNOWN.isGivenBy(deserializer, value));

        assertThat(event.updatedFields())
                .isEqualTo(Map.of("a", List.of("java.net.URL", "http://x"), "b", Map.of("@class", "java.net.URL")));
    }

    @Test
    void aDocumentWrappedInAClassNameIsMalformed() {
        String event = document("bookDeleted", "\"bookId\":42");

        MALFORMED.isGivenBy(deserializer, utf8("[\"com.bookstore.events.domain.BookDeletedEvent\"," + event + "]"));
        MALFORMED.isGivenBy(deserializer, utf8("{\"com.bookstore.events.domain.BookDeletedEvent\":" + event + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"stock\":2147483648 | a field does not fit (InputCoercionException), field 'stock', line 1 column",
                "\"stock\":\"s3cr3t\" | a field does not fit (InvalidFormatException), field 'stock', line 1 column",
                "\"stock\":s3cr3t     | the JSON is broken, line 1 column",
                "\"a\":1,\"a\":2      | the JSON is broken, line 1 column",
                "\"bookId\":null,     | the JSON is broken, line 1 column",
                "\"price\":1e1001     | a field does not fit (MismatchedInputException), field 'price', line 1 column"
            })
    void theMessageSaysWhatIsWrongAndWhere(String fields, String message) {
        ReceivedEvent received = MALFORMED.isGivenBy(deserializer, bookCreated(fields));

        assertThat(((ReceivedEvent.Malformed) received).failure()).hasMessageStartingWith("Not an event: " + message);
    }

    private static byte[] bookCreated(String fields) {
        String title = fields.startsWith("\"title\":1e") ? "" : ",\"title\":\"Dune\"";
        return utf8(document("bookCreated", "\"bookId\":42" + title + "," + fields));
    }
}
