package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.Column.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads numbers in every form in which Debezium writes them. */
final class Numbers {

    /** Beyond it a decimal is small on the wire and explodes in the first calculation. */
    private static final int MAX_SCALE = 1_000;

    private static final int MAX_BYTES = 1_000;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final String DECIMALS_ADVICE =
            "; have records come with their schema, use decimal.handling.mode=string, or say it by @Column(form = ...)";

    private Numbers() {}

    static BigDecimal decimal(JsonParser parser, @Nullable ColumnSchema schema, Form form, int scale) {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> new BigDecimal(unsigned(parser.getBigIntegerValue(), form));
            case VALUE_NUMBER_FLOAT -> bounded(parser.getDecimalValue());
            case VALUE_STRING -> text(parser.getString(), schema, form, scale);
            case START_OBJECT -> variableScale(parser);
            default -> throw new MalformedChangeException("a column has no number where one is expected");
        };
    }

    /** A whole number that fits a long, which is what most are. */
    static long whole(JsonParser parser, @Nullable ColumnSchema schema, Form form, int scale) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && form != Form.UNSIGNED) {
            return parser.getLongValue();
        }
        return decimal(parser, schema, form, scale).longValueExact();
    }

    private static BigInteger unsigned(BigInteger value, Form form) {
        return form == Form.UNSIGNED && value.signum() < 0 ? value.add(TWO_TO_64) : value;
    }

    private static BigDecimal text(String text, @Nullable ColumnSchema schema, Form form, int scale) {
        if (schema != null) {
            return schema.isDecimal() ? bytes(text, schema.scale()) : number(text);
        }
        if (form == Form.DECIMAL_BYTES) {
            return bytes(text, scale);
        }
        if (form != Form.DECIMAL_TEXT && mayBeBase64(text)) {
            throw new MalformedChangeException(
                    "without a schema a text may be a decimal's digits or its bytes" + DECIMALS_ADVICE);
        }
        return number(text);
    }

    /** Point and minus are not letters of Base64, and its texts have a length that 4 divides. */
    private static boolean mayBeBase64(String text) {
        return text.length() % 4 == 0 && text.indexOf('.') < 0 && text.indexOf('-') < 0;
    }

    private static BigDecimal number(String text) {
        if (text.length() > MAX_SCALE) {
            throw new MalformedChangeException("a number has too many digits");
        }
        return bounded(new BigDecimal(text));
    }

    private static BigDecimal bytes(String base64, int scale) {
        byte[] unscaled = Base64.getDecoder().decode(base64);
        if (unscaled.length == 0 || unscaled.length > MAX_BYTES) {
            throw new MalformedChangeException("a decimal has no bytes, or too many");
        }
        return bounded(new BigDecimal(new BigInteger(unscaled), scale));
    }

    /** PostgreSQL's NUMERIC without a scale: each value brings its own. */
    private static BigDecimal variableScale(JsonParser parser) {
        int scale = 0;
        String value = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("scale")) {
                scale = parser.getIntValue();
            } else if (name.equals("value") && parser.currentToken() == JsonToken.VALUE_STRING) {
                value = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        if (value == null) {
            throw new MalformedChangeException("a column has several values, and they are no decimal");
        }
        return bytes(value, scale);
    }

    private static BigDecimal bounded(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            throw new MalformedChangeException("a decimal's exponent is beyond +-" + MAX_SCALE);
        }
        return value;
    }
}
