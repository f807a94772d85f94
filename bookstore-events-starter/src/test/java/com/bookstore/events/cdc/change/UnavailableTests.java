package com.bookstore.events.cdc.change;

import static com.bookstore.events.cdc.change.DebeziumRecords.bytes;
import static com.bookstore.events.cdc.change.DebeziumRecords.envelope;
import static com.bookstore.events.cdc.change.DebeziumRecords.wal;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A large value of PostgreSQL that was not changed is not told, whatever its type. */
class UnavailableTests {

    private static final String TEXT = "\"__debezium_unavailable_value\"";
    private static final String BASE64 = "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"";
    private static final String CHARACTERS = "__debezium_unavailable_value"
            .chars()
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));

    enum Color {
        RED
    }

    record Text(String value) {}

    record Raw(byte[] value) {}

    record Named(Color value) {}

    record Json(Map<String, Object> value) {}

    record Hstore(Map<String, String> value) {}

    record Texts(List<String> value) {}

    record Names(List<Color> value) {}

    record Blobs(List<byte[]> value) {}

    record Ids(List<UUID> value) {}

    record Numbers(List<Long> value) {}

    static Stream<Arguments> forms() {
        String hstore = "{" + TEXT + ":" + TEXT + "}";
        String id = "[\"b68a35a7-17ad-35b3-af2a-ae46edb4545a\"]";
        return Stream.of(
                Arguments.of(Text.class, "\"a\"", TEXT),
                Arguments.of(Text.class, "\"AQI=\"", BASE64),
                Arguments.of(Raw.class, "\"AQI=\"", BASE64),
                Arguments.of(Raw.class, "\"AQI=\"", TEXT), // binary.handling.mode=hex
                Arguments.of(Named.class, "\"RED\"", TEXT),
                Arguments.of(Json.class, "\"{\\\"a\\\":1}\"", TEXT),
                Arguments.of(Hstore.class, "{\"a\":\"b\"}", hstore),
                Arguments.of(Hstore.class, "\"{\\\"a\\\":\\\"b\\\"}\"", "\"" + hstore.replace("\"", "\\\"") + "\""),
                Arguments.of(Texts.class, "[\"a\",\"b\"]", "[" + TEXT + "]"),
                Arguments.of(Names.class, "[\"RED\"]", "[" + TEXT + "]"),
                Arguments.of(Blobs.class, "[\"AQI=\"]", "[" + BASE64 + "]"),
                Arguments.of(Ids.class, "[\"00000000-0000-0001-0000-000000000002\"]", id),
                Arguments.of(Numbers.class, "[1,2]", CHARACTERS));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void itIsWhatItWas(Class<? extends Record> type, String before, String placeholder) {
        RowChange<?> change = change(type, before, placeholder);

        assertThat(change.changed()).isEmpty();
        assertThat(change.after()).usingRecursiveComparison().isEqualTo(change.before());
        assertThat(change.after()).hasNoNullFieldsOrProperties();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void itIsNullIfThatIsNotKnown(Class<? extends Record> type, String before, String placeholder) {
        assertThat(change(type, null, placeholder).after()).hasAllNullFieldsOrProperties();
    }

    @Test
    void whatOnlyLooksLikeItIsAValue() {
        RowChange<?> longer = change(Texts.class, "[]", "[" + TEXT + ",\"b\"]");

        assertThat(longer.after()).isEqualTo(new Texts(List.of("__debezium_unavailable_value", "b")));
        assertThat(longer.changed()).containsExactly("value");
    }

    private static RowChange<?> change(Class<? extends Record> type, @Nullable String before, String after) {
        String value = envelope(before == null ? null : row(before), row(after), wal(24023128, "false"), "u");
        ChangeReader<?> reader = ChangeReader.of(type, new Settings(false, ZoneOffset.UTC, 100_000, null));
        return ((Row<?>) reader.read(bytes("{\"id\":1}"), bytes(value))).change();
    }

    private static String row(String value) {
        return "{\"id\":1,\"value\":" + value + ",\"last\":1}";
    }
}
