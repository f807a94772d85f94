package com.bookstore.events.json;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Refuses decimals such as {@code 1e1000000000}, which are small on the wire and explode in the first calculation. */
final class BoundedDecimalDeserializer extends StdScalarDeserializer<BigDecimal> {

    private static final int MAX_EXPONENT = 1_000;

    BoundedDecimalDeserializer() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
        BigDecimal value = NumberDeserializers.BigDecimalDeserializer.instance.deserialize(parser, context);
        return value == null ? value : bounded(value, context);
    }

    static BigDecimal bounded(BigDecimal value, DeserializationContext context) {
        return Math.abs((long) value.scale()) <= MAX_EXPONENT
                ? value
                : context.reportInputMismatch(BigDecimal.class, "a decimal's exponent is beyond +-%d", MAX_EXPONENT);
    }
}
