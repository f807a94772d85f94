package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.Column.Form;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
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
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** How the values of columns become those of components, by the component's type. */
final class ColumnReaders {

    private final JsonMapper json;
    private final ZoneId zone;

    ColumnReaders(JsonMapper json, ZoneId zone) {
        this.json = json;
        this.zone = zone;
    }

    /** What reads the values of a component; {@code null} if nothing does. */
    @Nullable
    ColumnReader of(RecordComponent component) {
        Class<?> type = component.getType();
        Column column = component.getAnnotation(Column.class);
        Form form = column == null ? Form.SCHEMA : column.form();
        int scale = column == null ? 0 : column.scale();
        if (type == String.class) {
            return (parser, schema) -> text(parser, schema, form, scale);
        }
        if (type == Boolean.class) {
            return (parser, schema) -> bool(parser);
        }
        if (type == byte[].class) {
            return (parser, schema) -> Base64.getDecoder().decode(string(parser));
        }
        if (type == UUID.class) {
            return (parser, schema) -> UUID.fromString(string(parser));
        }
        if (type.isEnum()) {
            return constants(type);
        }
        if (type == Map.class || type == List.class) {
            return document(component.getGenericType());
        }
        ColumnReader number = number(type, form, scale);
        return number != null ? number : temporal(type, form);
    }

    private static @Nullable ColumnReader number(Class<?> type, Form form, int scale) {
        if (type == Long.class) {
            return (parser, schema) -> Numbers.whole(parser, schema, form, scale);
        }
        if (type == Integer.class) {
            return (parser, schema) -> Math.toIntExact(Numbers.whole(parser, schema, form, scale));
        }
        if (type == Short.class || type == Byte.class) {
            Function<BigDecimal, Object> exact =
                    type == Short.class ? BigDecimal::shortValueExact : BigDecimal::byteValueExact;
            return (parser, schema) -> exact.apply(Numbers.decimal(parser, schema, form, scale));
        }
        if (type == BigDecimal.class) {
            return (parser, schema) -> Numbers.decimal(parser, schema, form, scale);
        }
        if (type == BigInteger.class) {
            return (parser, schema) ->
                    Numbers.decimal(parser, schema, form, scale).toBigIntegerExact();
        }
        if (type == Double.class) {
            return (parser, schema) -> floating(parser, schema, form, scale);
        }
        if (type == Float.class) {
            return (parser, schema) -> (float) floating(parser, schema, form, scale);
        }
        return null;
    }

    private @Nullable ColumnReader temporal(Class<?> type, Form form) {
        if (type == LocalDate.class) {
            return (parser, schema) -> Temporals.date(parser);
        }
        if (type == LocalTime.class) {
            return (parser, schema) -> Temporals.time(parser, schema, form);
        }
        if (type == LocalDateTime.class) {
            return (parser, schema) -> Temporals.dateTime(parser, schema, form, zone);
        }
        if (type == Instant.class) {
            return (parser, schema) -> Temporals.instant(parser, schema, form, zone);
        }
        if (type == OffsetDateTime.class) {
            return (parser, schema) ->
                    Temporals.instant(parser, schema, form, zone).atOffset(ZoneOffset.UTC);
        }
        if (type == Duration.class) {
            return (parser, schema) -> Temporals.duration(parser, schema, form);
        }
        return type == Year.class ? (parser, schema) -> Year.of(parser.getIntValue()) : null;
    }

    private static String string(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedChangeException("a column has no text where one is expected");
        }
        return parser.getString();
    }

    private static String text(JsonParser parser, @Nullable ColumnSchema schema, Form form, int scale) {
        boolean variableScale =
                parser.currentToken() == JsonToken.START_OBJECT && (schema == null || schema.isVariableScale());
        if (variableScale || (schema != null && schema.isDecimal())) {
            return Numbers.decimal(parser, schema, form, scale).toPlainString();
        }
        if (parser.currentToken().isStructStart()) {
            throw new MalformedChangeException("a column has several values where a text is expected");
        }
        return parser.getString();
    }

    /** MySQL has numbers of one digit for it. */
    private static boolean bool(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getIntValue() != 0;
            default -> throw new MalformedChangeException("a column is neither true nor false");
        };
    }

    private static double floating(JsonParser parser, @Nullable ColumnSchema schema, Form form, int scale) {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            if (text.equals("NaN") || text.endsWith("Infinity")) {
                return Double.parseDouble(text);
            }
        }
        return Numbers.decimal(parser, schema, form, scale).doubleValue();
    }

    private static ColumnReader constants(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        constant -> ((Enum<?>) constant).name(), Function.identity(), (a, b) -> a, HashMap::new));
        return (parser, schema) -> {
            Object constant = constants.get(string(parser));
            if (constant == null) {
                throw new MalformedChangeException(
                        "a column has a value that is no constant of " + type.getSimpleName());
            }
            return constant;
        };
    }

    /** JSON columns are texts with a document in them, which may be null; arrays of PostgreSQL are arrays. */
    private ColumnReader document(Type type) {
        JavaType target = json.constructType(type);
        ObjectReader reader = json.readerFor(target);
        ObjectReader whole = reader.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return (parser, schema) -> {
            Object value = parser.currentToken() == JsonToken.VALUE_STRING
                    ? whole.readValue(parser.getString())
                    : reader.readValue(parser);
            if (value != null && !target.getRawClass().isInstance(value)) {
                throw new MalformedChangeException("a column has another kind of JSON than its component");
            }
            return value;
        };
    }

    /** Reads the value the parser stands at, which is not null. */
    @FunctionalInterface
    interface ColumnReader {

        @Nullable
        Object read(JsonParser parser, @Nullable ColumnSchema schema);
    }
}
