package com.bookstore.events.cdc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

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
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Debezium wrote of columns of every kind, in each mode of decimals and times. */
class RecordedKindsTests {

    private static final BigInteger TWO_TO_64_MINUS_1 = new BigInteger("18446744073709551615");

    record Common(
            Long id,
            BigDecimal aDecimal,
            BigDecimal negative,
            BigDecimal longDecimal,
            Integer anInt,
            Long aBigint,
            Short aSmall,
            Boolean aFlag,
            Double aDouble,
            Float aFloat,
            LocalDate aDate,
            LocalTime aTime,
            LocalTime aTimeOfSeconds,
            Instant aTimestamp,
            LocalDateTime aDatetime,
            LocalDateTime aDatetimeOfMillis,
            Map<String, Object> aJson,
            String aText,
            String someBytes) {}

    record OfMariaDb(
            @Column(form = Form.UNSIGNED) BigInteger unsignedBigint,
            Boolean aBit,
            Year aYear,
            String anEnum,
            @Column("a_time") Duration aDuration) {}

    record OfPostgres(
            BigDecimal freeDecimal, LocalTime aTimeWithZone, Duration anInterval, UUID aUuid, List<String> someTexts) {}

    record InMicros(
            @Column(form = Form.MICROS) LocalTime aTime,
            @Column(form = Form.MICROS) LocalDateTime aDatetime,
            @Column(form = Form.DECIMAL_BYTES, scale = 2) BigDecimal aDecimal,
            @Column(form = Form.DECIMAL_BYTES) BigInteger unsignedBigint) {}

    record InNanos(
            @Column(form = Form.NANOS) LocalTime aTime,
            @Column(form = Form.NANOS) LocalDateTime aDatetime,
            @Column(form = Form.DECIMAL_TEXT) BigDecimal aDecimal,
            @Column(form = Form.UNSIGNED) BigInteger unsignedBigint) {}

    record InMillis(
            @Column(form = Form.MILLIS) LocalTime aTime,
            @Column(form = Form.MILLIS) LocalDateTime aDatetime,
            BigDecimal aDecimal,
            @Column(form = Form.DECIMAL_BYTES) BigInteger unsignedBigint) {}

    record Decimal(BigDecimal aDecimal) {}

    record Time(LocalTime aTime) {}

    private static <R> RowChange<R> change(String file, String label, Class<R> type) {
        ChangeReader<R> reader = ChangeReader.of(type, new Settings(false, ZoneOffset.UTC, 1024 * 1024, null));
        return RecordedChange.of(file).stream()
                .filter(record -> record.label().equals(label))
                .map(record -> ((Row<R>) record.readBy(reader)).change())
                .findFirst()
                .orElseThrow();
    }

    private static ChronoUnit precision(String file) {
        return file.contains("connect") ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-adaptive-time-microseconds-precise-with-schema",
                "mariadb/kinds-connect-double-with-schema",
                "mariadb/kinds-isostring-string",
                "mariadb/kinds-isostring-string-with-schema",
                "mariadb/kinds-microseconds-precise-with-schema",
                "mariadb/kinds-nanoseconds-string-with-schema",
                "postgres/kinds-adaptive-precise-with-schema",
                "postgres/kinds-adaptive-time-microseconds-precise-with-schema",
                "postgres/kinds-connect-double-with-schema",
                "postgres/kinds-isostring-string",
                "postgres/kinds-isostring-string-with-schema",
                "postgres/kinds-microseconds-precise-with-schema",
                "postgres/kinds-nanoseconds-string-with-schema"
            })
    void valuesAreThoseOfTheDatabase(String file) {
        for (String label : List.of("snapshot", "insert")) {
            Common row = change(file, label, Common.class).after();
            ChronoUnit precision = precision(file);
            assertThat(row.aDecimal()).isEqualByComparingTo("34.90");
            assertThat(row.negative()).isEqualByComparingTo("-0.05");
            if (file.contains("double")) {
                assertThat(row.longDecimal().doubleValue()).isCloseTo(1.2345678901234569E27, within(1E12));
            } else {
                assertThat(row.longDecimal()).isEqualByComparingTo("1234567890123456789012345678.0123456789");
            }
            assertThat(row.anInt()).isEqualTo(-7);
            assertThat(row.aBigint()).isEqualTo(9007199254740993L);
            assertThat(row.aSmall()).isEqualTo((short) 12);
            assertThat(row.aFlag()).isTrue();
            assertThat(row.aDouble()).isEqualTo(0.1);
            assertThat(row.aFloat()).isEqualTo(1.5f);
            assertThat(row.aDate()).isEqualTo("2026-02-28");
            assertThat(row.aTime()).isEqualTo(LocalTime.parse("13:14:15.123456").truncatedTo(precision));
            assertThat(row.aTimeOfSeconds()).isEqualTo("13:14:15");
            assertThat(row.aTimestamp())
                    .isEqualTo(
                            file.startsWith("mariadb") ? "2026-02-28T13:14:15.123456Z" : "2026-02-28T11:14:15.123456Z");
            assertThat(row.aDatetime())
                    .isEqualTo(LocalDateTime.parse("2026-02-28T13:14:15.123456").truncatedTo(precision));
            assertThat(row.aDatetimeOfMillis()).isEqualTo("2026-02-28T13:14:15.123");
            assertThat(row.aJson()).containsExactly(Map.entry("a", Arrays.asList(1, new BigDecimal("2.50"), null)));
            assertThat(row.aText()).isEqualTo("text");
            assertThat(row.someBytes()).isEqualTo("AP8Q");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-adaptive-time-microseconds-precise-with-schema",
                "mariadb/kinds-connect-double-with-schema",
                "mariadb/kinds-microseconds-precise-with-schema",
                "mariadb/kinds-nanoseconds-string-with-schema"
            })
    void valuesThatOnlyMariaDbHas(String file) {
        OfMariaDb row = change(file, "insert", OfMariaDb.class).after();

        assertThat(row)
                .isEqualTo(new OfMariaDb(
                        TWO_TO_64_MINUS_1,
                        true,
                        Year.of(2026),
                        "used",
                        Duration.ofHours(13)
                                .plusMinutes(14)
                                .plusSeconds(15)
                                .plus(123_456, ChronoUnit.MICROS)
                                .truncatedTo(precision(file))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres/kinds-adaptive-precise-with-schema",
                "postgres/kinds-adaptive-time-microseconds-precise-with-schema",
                "postgres/kinds-connect-double-with-schema",
                "postgres/kinds-isostring-string-with-schema",
                "postgres/kinds-microseconds-precise-with-schema",
                "postgres/kinds-nanoseconds-string-with-schema"
            })
    void valuesThatOnlyPostgresHas(String file) {
        OfPostgres row = change(file, "insert", OfPostgres.class).after();

        assertThat(row)
                .isEqualTo(new OfPostgres(
                        new BigDecimal("3.14159"),
                        LocalTime.parse("11:14:15.123456"),
                        Duration.ofHours(26).plusMinutes(3).plusSeconds(4),
                        UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                        List.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-connect-double",
                "mariadb/kinds-connect-double-with-schema",
                "mariadb/kinds-microseconds-precise",
                "mariadb/kinds-microseconds-precise-with-schema",
                "postgres/kinds-adaptive-precise",
                "postgres/kinds-adaptive-precise-with-schema",
                "postgres/kinds-nanoseconds-string",
                "postgres/kinds-nanoseconds-string-with-schema"
            })
    void nothingIsNull(String file) {
        assertThat(change(file, "insert-nulls", Common.class).after())
                .isEqualTo(new Common(
                        2L, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null));
    }

    /** The table has no REPLICA IDENTITY FULL on PostgreSQL, which then does not tell what the row was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-connect-double",
                "mariadb/kinds-isostring-string-with-schema",
                "mariadb/kinds-microseconds-precise-with-schema",
                "postgres/kinds-adaptive-precise-with-schema",
                "postgres/kinds-connect-double-with-schema",
                "postgres/kinds-isostring-string"
            })
    void whatDiffersIsKnownIfTheDatabaseTellsWhatTheRowWas(String file) {
        RowChange<Decimal> change = change(file, "update", Decimal.class);

        assertThat(change.after().aDecimal()).isEqualByComparingTo("35.00");
        if (file.startsWith("mariadb")) {
            assertThat(change.before().aDecimal()).isEqualByComparingTo("34.90");
            assertThat(change.changed()).containsExactly("aDecimal");
        } else {
            assertThat(change.before()).isNull();
            assertThat(change.changed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "mariadb/kinds-microseconds-precise")
    void withoutASchemaMicrosecondsAndBytesAreSaidToBeThem(String file) {
        InMicros row = change(file, "insert", InMicros.class).after();

        assertThat(row.aTime()).isEqualTo("13:14:15.123456");
        assertThat(row.aDatetime()).isEqualTo("2026-02-28T13:14:15.123456");
        assertThat(row.aDecimal()).isEqualByComparingTo("34.90");
        assertThat(row.unsignedBigint()).isEqualTo(TWO_TO_64_MINUS_1);
    }

    @ParameterizedTest
    @ValueSource(strings = "mariadb/kinds-nanoseconds-string")
    void withoutASchemaNanosecondsAreSaidToBeThem(String file) {
        InNanos row = change(file, "insert", InNanos.class).after();

        assertThat(row.aTime()).isEqualTo("13:14:15.123456");
        assertThat(row.aDatetime()).isEqualTo("2026-02-28T13:14:15.123456");
        assertThat(row.aDecimal()).isEqualByComparingTo("34.90");
        assertThat(row.unsignedBigint()).isEqualTo(TWO_TO_64_MINUS_1);
    }

    @ParameterizedTest
    @ValueSource(strings = "mariadb/kinds-connect-double")
    void withoutASchemaMillisecondsAreSaidToBeThem(String file) {
        InMillis row = change(file, "insert", InMillis.class).after();

        assertThat(row.aTime()).isEqualTo("13:14:15.123");
        assertThat(row.aDatetime()).isEqualTo("2026-02-28T13:14:15.123");
        assertThat(row.aDecimal()).isEqualByComparingTo("34.90");
        assertThat(row.unsignedBigint()).isEqualTo(TWO_TO_64_MINUS_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-adaptive-time-microseconds-precise",
                "mariadb/kinds-connect-double",
                "mariadb/kinds-microseconds-precise",
                "mariadb/kinds-nanoseconds-string",
                "postgres/kinds-adaptive-precise",
                "postgres/kinds-connect-double",
                "postgres/kinds-nanoseconds-string"
            })
    void withoutASchemaATimeIsNotGuessed(String file) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> change(file, "insert", Time.class))
                .withMessageContaining("time.precision.mode=isostring");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb/kinds-adaptive-time-microseconds-precise",
                "mariadb/kinds-microseconds-precise",
                "postgres/kinds-adaptive-precise"
            })
    void withoutASchemaADecimalIsNotGuessed(String file) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> change(file, "insert", Decimal.class))
                .withMessageContaining("decimal.handling.mode=string");
    }
}
