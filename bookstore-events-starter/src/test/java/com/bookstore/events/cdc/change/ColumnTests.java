package com.bookstore.events.cdc.change;

import static com.bookstore.events.cdc.change.DebeziumRecords.binlog;
import static com.bookstore.events.cdc.change.DebeziumRecords.bytes;
import static com.bookstore.events.cdc.change.DebeziumRecords.column;
import static com.bookstore.events.cdc.change.DebeziumRecords.decimal;
import static com.bookstore.events.cdc.change.DebeziumRecords.envelope;
import static com.bookstore.events.cdc.change.DebeziumRecords.withSchema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import com.bookstore.events.cdc.change.Column.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form in which Debezium writes a column's value. */
class ColumnTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final LocalTime TIME = LocalTime.of(3, 4, 5);
    private static final LocalDateTime DATE_TIME = LocalDateTime.of(2020, 7, 2, 3, 4, 5);
    private static final long MILLIS = 1593659045000L; // DATE_TIME as if in UTC

    enum Color {
        RED,
        GREEN
    }

    record Columns(
            BigDecimal price,
            BigInteger big,
            Long whole,
            Integer number,
            Short small,
            Double real,
            Float single,
            Boolean flag,
            String text,
            byte[] raw,
            UUID uuid,
            Color color,
            Map<String, Object> json,
            List<Object> list,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            Instant instant,
            OffsetDateTime offset,
            Duration duration,
            Year year) {}

    record Said(
            @Column(form = Form.DECIMAL_BYTES, scale = 2) BigDecimal bytes,
            @Column(form = Form.DECIMAL_TEXT) BigDecimal digits,
            @Column(form = Form.UNSIGNED) BigInteger unsigned,
            @Column(value = "at", form = Form.MILLIS) LocalDateTime millis,
            @Column(form = Form.MICROS) LocalTime micros,
            @Column(form = Form.NANOS) Instant nanos) {}

    record Local(
            @Column(value = "at", form = Form.LOCAL) LocalDateTime wall,
            @Column(value = "instant", form = Form.LOCAL) Instant instant,
            @Column(value = "offset", form = Form.LOCAL) OffsetDateTime offset) {}

    record Zoned(
            @Column(value = "at", form = Form.ZONED) LocalDateTime wall,
            @Column(value = "instant", form = Form.ZONED) Instant instant,
            @Column(value = "offset", form = Form.ZONED) OffsetDateTime offset) {}

    private static <R> R read(Class<R> type, String name, String value, @Nullable String column) {
        return read(type, name, value, column, BERLIN);
    }

    private static <R> R read(Class<R> type, String name, String value, @Nullable String column, ZoneId zone) {
        String source = binlog("mysql-bin.000003", 484, 0, "false");
        String envelope = envelope(null, "{\"" + name + "\":" + value + "}", source, "c");
        String record = column == null ? envelope : withSchema(envelope, column);
        ChangeRecord<R> read =
                ChangeReader.of(type, new Settings(false, zone, 100_000, null)).read(bytes("1"), bytes(record));
        return ((Row<R>) read).change().after();
    }

    private static Object component(Record row, String name) {
        try {
            var accessor = row.getClass().getDeclaredMethod(name);
            accessor.setAccessible(true);
            return accessor.invoke(row);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Stream<Arguments> withTheirSchema() {
        return Stream.of(decimals(), dates(), times(), others()).flatMap(forms -> forms);
    }

    private static Stream<Arguments> decimals() {
        BigDecimal price = new BigDecimal("29.90");
        return Stream.of(
                Arguments.of("price", decimal("price", 2), "\"C64=\"", price),
                Arguments.of("price", column("price", "string"), "\"29.90\"", price),
                Arguments.of("price", column("price", "string"), "\"1234\"", new BigDecimal("1234")),
                Arguments.of("price", column("price", "double"), "29.9", new BigDecimal("29.9")),
                Arguments.of("price", decimal("price", 2), "29.90", price), // decimal.format=NUMERIC
                Arguments.of("price", decimal("price", 2), "\"9FI=\"", new BigDecimal("-29.90")),
                Arguments.of(
                        "price",
                        column("price", "struct", "io.debezium.data.VariableScaleDecimal"),
                        "{\"scale\":2,\"value\":\"C64=\"}",
                        price),
                Arguments.of(
                        "text",
                        column("text", "struct", "io.debezium.data.VariableScaleDecimal"),
                        "{\"scale\":-3,\"value\":\"KQ==\"}",
                        "41000"),
                Arguments.of("real", decimal("real", 2), "\"C64=\"", 29.9),
                Arguments.of("text", decimal("text", 2), "\"C64=\"", "29.90"),
                Arguments.of("big", decimal("big", 0), "\"AP//////////\"", new BigInteger("18446744073709551615")),
                Arguments.of("whole", decimal("whole", 0), "\"KQ==\"", 41L),
                Arguments.of("big", column("big", "int64"), "41", BigInteger.valueOf(41)));
    }

    private static Stream<Arguments> dates() {
        LocalDate date = DATE_TIME.toLocalDate();
        return Stream.of(
                Arguments.of("date", column("date", "int32", DEBEZIUM + "Date"), "18445", date),
                Arguments.of("date", column("date", "int32", CONNECT + "Date"), "18445", date),
                Arguments.of("date", column("date", "string", DEBEZIUM + "IsoDate"), "\"2020-07-02Z\"", date),
                Arguments.of("date", column("date", "int32", DEBEZIUM + "Date"), "-1", LocalDate.of(1969, 12, 31)),
                Arguments.of("year", column("year", "int32", DEBEZIUM + "Year"), "2020", Year.of(2020)));
    }

    private static Stream<Arguments> times() {
        LocalDateTime micros = DATE_TIME.plusNanos(123_456_000);
        Instant berlin = DATE_TIME.atZone(BERLIN).toInstant();
        return Stream.of(
                Arguments.of("time", column("time", "int32", DEBEZIUM + "Time"), "11045000", TIME),
                Arguments.of("time", column("time", "int32", CONNECT + "Time"), "11045000", TIME),
                Arguments.of("time", column("time", "int64", DEBEZIUM + "MicroTime"), "11045000000", TIME),
                Arguments.of("time", column("time", "int64", DEBEZIUM + "NanoTime"), "11045000000000", TIME),
                Arguments.of("time", column("time", "string", DEBEZIUM + "IsoTime"), "\"03:04:05Z\"", TIME),
                Arguments.of("time", column("time", "string", DEBEZIUM + "ZonedTime"), "\"03:04:05Z\"", TIME),
                Arguments.of("dateTime", column("date_time", "int64", DEBEZIUM + "Timestamp"), "" + MILLIS, DATE_TIME),
                Arguments.of("dateTime", column("date_time", "int64", CONNECT + "Timestamp"), "" + MILLIS, DATE_TIME),
                Arguments.of(
                        "dateTime",
                        column("date_time", "int64", DEBEZIUM + "MicroTimestamp"),
                        (MILLIS / 1000) + "123456",
                        micros),
                Arguments.of(
                        "dateTime",
                        column("date_time", "int64", DEBEZIUM + "NanoTimestamp"),
                        (MILLIS / 1000) + "123456000",
                        micros),
                Arguments.of(
                        "dateTime",
                        column("date_time", "string", DEBEZIUM + "IsoTimestamp"),
                        "\"2020-07-02T03:04:05.123456Z\"",
                        micros),
                Arguments.of(
                        "dateTime",
                        column("date_time", "string", DEBEZIUM + "ZonedTimestamp"),
                        "\"2020-07-02T01:04:05Z\"",
                        DATE_TIME),
                Arguments.of(
                        "dateTime",
                        column("date_time", "int64", DEBEZIUM + "MicroTimestamp"),
                        "-1",
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000)),
                Arguments.of(
                        "instant",
                        column("instant", "string", DEBEZIUM + "ZonedTimestamp"),
                        "\"2020-07-02T01:04:05Z\"",
                        berlin),
                Arguments.of("instant", column("instant", "int64", DEBEZIUM + "Timestamp"), "" + MILLIS, berlin),
                Arguments.of(
                        "instant",
                        column("instant", "string", DEBEZIUM + "IsoTimestamp"),
                        "\"2020-07-02T03:04:05Z\"",
                        berlin),
                Arguments.of(
                        "offset",
                        column("offset", "string", DEBEZIUM + "ZonedTimestamp"),
                        "\"2020-07-02T03:04:05+02:00\"",
                        OffsetDateTime.parse("2020-07-02T01:04:05Z")),
                Arguments.of(
                        "duration",
                        column("duration", "int64", DEBEZIUM + "MicroTime"),
                        "-3020399000000",
                        Duration.ofHours(-838).minusMinutes(59).minusSeconds(59)),
                Arguments.of(
                        "duration",
                        column("duration", "string", DEBEZIUM + "IsoTime"),
                        "\"03:04:05.5Z\"",
                        Duration.ofHours(3).plusMinutes(4).plusMillis(5500)),
                Arguments.of(
                        "duration",
                        column("duration", "string", DEBEZIUM + "Interval"),
                        "\"PT-1.5S\"",
                        Duration.ofMillis(-1500)),
                Arguments.of(
                        "duration",
                        column("duration", "int64", DEBEZIUM + "MicroDuration"),
                        "1500000",
                        Duration.ofMillis(1500)));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("flag", column("flag", "boolean"), "true", true),
                Arguments.of("flag", column("flag", "int16"), "0", false),
                Arguments.of("number", column("number", "int32"), "41", 41),
                Arguments.of("small", column("small", "int16"), "41", (short) 41),
                Arguments.of("real", column("real", "double"), "2.5", 2.5),
                Arguments.of("single", column("single", "float"), "2.5", 2.5f),
                Arguments.of("text", column("text", "string"), "\"C64=\"", "C64="),
                Arguments.of("raw", column("raw", "bytes"), "\"AQI=\"", new byte[] {1, 2}),
                Arguments.of("color", column("color", "string", "io.debezium.data.Enum"), "\"GREEN\"", Color.GREEN),
                Arguments.of(
                        "uuid",
                        column("uuid", "string", "io.debezium.data.Uuid"),
                        "\"00000000-0000-0001-0000-000000000002\"",
                        new UUID(1, 2)),
                Arguments.of(
                        "json",
                        column("json", "string", "io.debezium.data.Json"),
                        "\"{\\\"a\\\":{\\\"b\\\":1.50}}\"",
                        Map.of("a", Map.of("b", new BigDecimal("1.50")))),
                Arguments.of("list", column("list", "array"), "[1,\"b\"]", List.of(1, "b")));
    }

    @ParameterizedTest
    @MethodSource("withTheirSchema")
    void everyFormWithASchemaIsRead(String component, String column, String value, Object expected) {
        String name = component.equals("dateTime") ? "date_time" : component;

        assertThat(component(read(Columns.class, name, value, column), component))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("withTheirSchema")
    void nullIsNull(String component, String column) {
        String name = component.equals("dateTime") ? "date_time" : component;

        assertThat(component(read(Columns.class, name, "null", column), component))
                .isNull();
    }

    @Test
    void withoutASchemaTextsWithAPointAreDecimals() {
        assertThat(read(Columns.class, "price", "\"29.90\"", null).price()).isEqualTo("29.90");
        assertThat(read(Columns.class, "price", "\"-1234\"", null).price()).isEqualTo("-1234");
        assertThat(read(Columns.class, "price", "29.90", null).price()).isEqualTo("29.90");
    }

    /** The digits of one number are the bytes of another. */
    @ParameterizedTest
    @ValueSource(strings = {"\"C64=\"", "\"1234\"", "\"12345678\""})
    void withoutASchemaDoubtfulDecimalsAreRefused(String value) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> read(Columns.class, "price", value, null))
                .withMessageContaining("component 'price'")
                .withMessageContaining("@Column(form = ...)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "dateTime", "instant", "duration"})
    void withoutASchemaNumbersAreNoTimes(String component) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> read(Columns.class, component, "1500000", null))
                .withMessageContaining("does not tell its unit of time");
    }

    @Test
    void withoutASchemaDatesTellThemselves() {
        assertThat(read(Columns.class, "date", "18445", null).date()).isEqualTo("2020-07-02");
        assertThat(read(Columns.class, "duration", "\"03:04:05Z\"", null).duration())
                .isEqualTo(Duration.parse("PT3H4M5S"));
    }

    /** It is written for columns with a zone, and for those without one. */
    @ParameterizedTest
    @ValueSource(strings = {"dateTime", "instant", "offset"})
    void withoutASchemaAZIsNotGuessed(String component) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> read(Columns.class, component, "\"2020-07-02T03:04:05Z\"", null))
                .withMessageContaining("@Column(form = LOCAL)")
                .withMessageContaining("@Column(form = ZONED)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Z", "Etc/UTC"})
    void ifTheLocalZoneIsUtcAZMeansBoth(String zone) {
        String text = "\"2020-07-02T03:04:05Z\"";

        assertThat(read(Columns.class, "dateTime", text, null, ZoneId.of(zone)).dateTime())
                .isEqualTo(DATE_TIME);
        assertThat(read(Columns.class, "instant", text, null, ZoneId.of(zone)).instant())
                .isEqualTo("2020-07-02T03:04:05Z");
    }

    @Test
    void withoutASchemaOtherTextsTellTheirZone() {
        String zoned = "\"2020-07-02T03:04:05+05:00\"";
        String local = "\"2020-07-02T03:04:05\"";

        assertThat(read(Columns.class, "dateTime", zoned, null).dateTime()).isEqualTo("2020-07-02T00:04:05");
        assertThat(read(Columns.class, "instant", zoned, null).instant()).isEqualTo("2020-07-01T22:04:05Z");
        assertThat(read(Columns.class, "dateTime", local, null).dateTime()).isEqualTo(DATE_TIME);
        assertThat(read(Columns.class, "instant", local, null).instant()).isEqualTo("2020-07-02T01:04:05Z");
    }

    @Test
    void annotationsSayWhatAZMeans() {
        String text = "\"2020-07-02T03:04:05Z\"";

        assertThat(read(Local.class, "at", text, null).wall()).isEqualTo(DATE_TIME);
        assertThat(read(Local.class, "instant", text, null).instant()).isEqualTo("2020-07-02T01:04:05Z");
        assertThat(read(Local.class, "offset", text, null).offset()).isEqualTo("2020-07-02T01:04:05Z");
        assertThat(read(Zoned.class, "at", text, null).wall()).isEqualTo(DATE_TIME.plusHours(2));
        assertThat(read(Zoned.class, "instant", text, null).instant()).isEqualTo("2020-07-02T03:04:05Z");
        assertThat(read(Zoned.class, "offset", text, null).offset()).isEqualTo("2020-07-02T03:04:05Z");
    }

    /** The clock on the wall showed 02:30 twice that night. */
    @ParameterizedTest
    @ValueSource(strings = {"2020-10-25T00:30:00Z", "2020-10-25T01:30:00Z"})
    void instantsOfTheHourThatComesTwiceDiffer(String text) {
        assertThat(read(Zoned.class, "instant", "\"" + text + "\"", null).instant())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "list"})
    void aDocumentMayBeNull(String component) {
        assertThat(component(read(Columns.class, component, "\"null\"", null), component))
                .isNull();
    }

    @Test
    void withoutASchemaADecimalWithItsScaleIsText() {
        assertThat(read(Columns.class, "text", "{\"scale\":2,\"value\":\"C64=\"}", null)
                        .text())
                .isEqualTo("29.90");
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> read(Columns.class, "text", "{\"x\":1.5,\"y\":2.5}", null))
                .withMessageContaining("several values");
    }

    @Test
    void annotationsSayWhatNoSchemaSays() {
        long max = -1;

        assertThat(read(Said.class, "bytes", "\"C64=\"", null).bytes()).isEqualTo("29.90");
        assertThat(read(Said.class, "digits", "\"1234\"", null).digits()).isEqualTo("1234");
        assertThat(read(Said.class, "unsigned", "" + max, null).unsigned()).isEqualTo("18446744073709551615");
        assertThat(read(Said.class, "at", "" + MILLIS, null).millis()).isEqualTo(DATE_TIME);
        assertThat(read(Said.class, "micros", "11045000000", null).micros()).isEqualTo(TIME);
        assertThat(read(Said.class, "nanos", "" + TimeUnit.MILLISECONDS.toNanos(MILLIS), null)
                        .nanos())
                .isEqualTo(DATE_TIME.atZone(BERLIN).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"date_time", "dateTime", "DATE_TIME", "datetime", "DATETIME", "DateTime", "Date_Time"})
    void columnsAreFoundByTheirNames(String column) {
        assertThat(read(Columns.class, column, "\"2020-07-02T03:04:05\"", null).dateTime())
                .isEqualTo(DATE_TIME);
    }

    @Test
    void aNamedColumnIsFoundByItsNameOnly() {
        assertThat(read(Said.class, "millis", "" + MILLIS, null).millis()).isNull();
        assertThat(read(Said.class, "At", "" + MILLIS, null).millis()).isNull();
    }

    record Both(String title, @Column("Title") String named) {}

    @Test
    void aNamedColumnComesFirst() {
        assertThat(read(Both.class, "Title", "\"Dune\"", null)).isEqualTo(new Both(null, "Dune"));
        assertThat(read(Both.class, "tiTle", "\"Dune\"", null)).isEqualTo(new Both("Dune", null));
    }

    record NoRule(Thread thread) {}

    record Primitive(int stock) {}

    record Twice(Long bookId, @Column("book_id") Long other) {}

    @Test
    void rowTypesAreChecked() {
        assertRefused(String.class, "is no record");
        assertRefused(NoRule.class, "which no column is read as");
        assertRefused(Primitive.class, "is int, but a column can be NULL");
        assertRefused(Twice.class, "stand for the same column 'book_id'");
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatExceptionOfType(RowTypeException.class)
                .isThrownBy(() -> ChangeReader.of(type, new Settings(false, BERLIN, 100_000, null)))
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.action()).isNotBlank());
    }
}
