package com.bookstore.events.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the forms in which services write a timestamp: ISO instant, ISO local date-time, array of 5 to 7 numbers. */
final class WireTimestamp {

    private static final int MIN_ELEMENTS = 5;
    private static final int MAX_ELEMENTS = 7;

    private final ZoneId localZone;

    WireTimestamp(ZoneId localZone) {
        this.localZone = localZone;
    }

    @Nullable
    Instant read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        try {
            if (token == JsonToken.VALUE_STRING) {
                return parse(parser.getString());
            }
            if (token == JsonToken.START_ARRAY) {
                return fromArray(parser).atZone(localZone).toInstant();
            }
        } catch (DateTimeException unreadable) {
            throw new MalformedEventException("'timestamp' is no date and time");
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        throw new MalformedEventException("'timestamp' is neither a text nor an array");
    }

    private Instant parse(String text) {
        Instant instant = parseUtc(text);
        if (instant != null) {
            return instant;
        }
        if (text.endsWith("Z") || text.indexOf('+') >= 0 || text.lastIndexOf('-') > text.indexOf('T')) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return LocalDateTime.parse(text).atZone(localZone).toInstant();
    }

    /** {@code yyyy-MM-ddTHH:mm:ss[.fraction]Z} without a formatter, at a tenth of its cost; anything else: {@code null}. */
    private static @Nullable Instant parseUtc(String text) {
        int length = text.length();
        if (length < 20
                || length > 30
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || (length > 20 && (text.charAt(19) != '.' || length == 21))) {
            return null;
        }
        int nanos = digits(text, 20, length - 1);
        for (int i = length - 1; i < 29 && nanos > 0; i++) {
            nanos *= 10;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if ((year | month | day | hour | minute | second | nanos) < 0) {
            return null;
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static LocalDateTime fromArray(JsonParser parser) {
        int[] parts = new int[MAX_ELEMENTS];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || count == MAX_ELEMENTS) {
                throw new MalformedEventException("'timestamp' is no array of 5 to 7 whole numbers");
            }
            parts[count++] = parser.getIntValue();
        }
        if (count < MIN_ELEMENTS) {
            throw new MalformedEventException("'timestamp' is no array of 5 to 7 whole numbers");
        }
        return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }
}
