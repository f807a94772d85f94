package com.bookstore.events.json;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Numbers where no type is declared, as in the maps of an update: whole ones as they are, others as bounded decimals. */
final class BoundedNumberDeserializer extends StdScalarDeserializer<Number> {

    BoundedNumberDeserializer() {
        super(Number.class);
    }

    @Override
    public Number deserialize(JsonParser parser, DeserializationContext context) {
        Object value = NumberDeserializers.NumberDeserializer.instance.deserialize(parser, context);
        return value instanceof BigDecimal decimal
                ? BoundedDecimalDeserializer.bounded(decimal, context)
                : (Number) value;
    }
}
