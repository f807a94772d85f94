package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.Column.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads dates and times in every form in which Debezium writes them. A time without a zone is what the clock on the wall
 * showed: as a number it counts from 1970 as if in UTC, as a text it ends with a Z that means nothing. Only the schema or the
 * column can tell that from the Z of UTC.
 */
final class Temporals {

    private static final long MILLIS = 1_000_000;
    private static final long MICROS = 1_000;
    private static final long SECOND = 1_000_000_000;
    private static final int DATE_LENGTH = 10;

    private Temporals() {}

    static LocalDate date(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            return LocalDate.parse(
                    text,
                    text.length() > DATE_LENGTH ? DateTimeFormatter.ISO_OFFSET_DATE : DateTimeFormatter.ISO_LOCAL_DATE);
        }
        return LocalDate.ofEpochDay(number(parser));
    }

    static LocalTime time(JsonParser parser, @Nullable ColumnSchema schema, Form form) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return DateTimeFormatter.ISO_TIME.parse(parser.getString(), LocalTime::from);
        }
        return LocalTime.ofNanoOfDay(Math.multiplyExact(number(parser), nanosPerUnit(schema, form)));
    }

    static LocalDateTime dateTime(JsonParser parser, @Nullable ColumnSchema schema, Form form, ZoneId zone) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            return isZoned(text, schema, form, zone)
                    ? OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDateTime()
                    : DateTimeFormatter.ISO_DATE_TIME.parse(text, LocalDateTime::from);
        }
        long unit = nanosPerUnit(schema, form);
        long units = number(parser);
        long perSecond = SECOND / unit;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(units, perSecond), (int) (Math.floorMod(units, perSecond) * unit), ZoneOffset.UTC);
    }

    static Instant instant(JsonParser parser, @Nullable ColumnSchema schema, Form form, ZoneId zone) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            if (isZoned(text, schema, form, zone)) {
                return OffsetDateTime.parse(text).toInstant();
            }
        }
        return dateTime(parser, schema, form, zone).atZone(zone).toInstant();
    }

    /** MySQL's TIME is one: it may be negative, and longer than a day. */
    static Duration duration(JsonParser parser, @Nullable ColumnSchema schema, Form form) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            return text.indexOf(':') < 0
                    ? Duration.parse(text)
                    : Duration.ofNanos(DateTimeFormatter.ISO_TIME
                            .parse(text, LocalTime::from)
                            .toNanoOfDay());
        }
        long unit = nanosPerUnit(schema, form);
        long units = number(parser);
        long perSecond = SECOND / unit;
        return Duration.ofSeconds(Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * unit);
    }

    private static long number(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedChangeException("a column has neither a number nor a text where a time is expected");
        }
        return parser.getLongValue();
    }

    private static boolean isZoned(String text, @Nullable ColumnSchema schema, Form form, ZoneId zone) {
        if (schema != null) {
            return "io.debezium.time.ZonedTimestamp".equals(schema.name());
        }
        if (form == Form.LOCAL || form == Form.ZONED) {
            return form == Form.ZONED;
        }
        if (text.endsWith("Z") && !zone.normalized().equals(ZoneOffset.UTC)) {
            throw new MalformedChangeException("without a schema a time that ends with Z may be one of"
                    + " bookstore.events.cdc.local-zone or of UTC; have records come with their schema, or say it by"
                    + " @Column(form = LOCAL) or @Column(form = ZONED)");
        }
        return DateTimeFormatter.ISO_DATE_TIME.parse(text).isSupported(ChronoField.OFFSET_SECONDS);
    }

    private static long nanosPerUnit(@Nullable ColumnSchema schema, Form form) {
        String name = schema == null ? null : schema.name();
        if (name == null) {
            return switch (form) {
                case MILLIS -> MILLIS;
                case MICROS -> MICROS;
                case NANOS -> 1;
                default ->
                    throw new MalformedChangeException("without a schema a number does not tell its unit of time; have"
                            + " records come with their schema, use time.precision.mode=isostring, or say it by"
                            + " @Column(form = ...)");
            };
        }
        return switch (name) {
            case "io.debezium.time.Time",
                    "io.debezium.time.Timestamp",
                    "org.apache.kafka.connect.data.Time",
                    "org.apache.kafka.connect.data.Timestamp" -> MILLIS;
            case "io.debezium.time.MicroTime", "io.debezium.time.MicroTimestamp", "io.debezium.time.MicroDuration" ->
                MICROS;
            case "io.debezium.time.NanoTime", "io.debezium.time.NanoTimestamp", "io.debezium.time.NanoDuration" -> 1;
            default -> throw new MalformedChangeException("the schema's type of a column is no time");
        };
    }
}
