package com.bookstore.events.cdc.change;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a record's schema says of a column.
 *
 * @param type Kafka Connect's type
 * @param name the name of the meaning, if there is one
 * @param scale the scale of a decimal; 0 for others
 */
record ColumnSchema(String type, @Nullable String name, int scale) {

    private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
    private static final String VARIABLE_SCALE = "io.debezium.data.VariableScaleDecimal";

    boolean isDecimal() {
        return DECIMAL.equals(name);
    }

    boolean isVariableScale() {
        return VARIABLE_SCALE.equals(name);
    }

    /** The schemas of the columns: those of {@code after} in an envelope, or those of the record itself. */
    static Map<String, ColumnSchema> columns(JsonNode schema, boolean flattened) {
        JsonNode row = flattened ? schema : row(schema);
        Map<String, ColumnSchema> columns = new HashMap<>();
        for (JsonNode field : row.path("fields")) {
            columns.put(field.path("field").asString(""), of(field));
        }
        return columns;
    }

    private static JsonNode row(JsonNode envelope) {
        JsonNode before = envelope.path("none");
        for (JsonNode field : envelope.path("fields")) {
            String name = field.path("field").asString("");
            if (name.equals("after")) {
                return field;
            }
            if (name.equals("before")) {
                before = field;
            }
        }
        return before;
    }

    private static ColumnSchema of(JsonNode field) {
        JsonNode name = field.path("name");
        String scale = field.path("parameters").path("scale").asString("0");
        return new ColumnSchema(
                field.path("type").asString(""), name.isString() ? name.asString() : null, number(scale));
    }

    private static int number(String scale) {
        try {
            return Integer.parseInt(scale);
        } catch (NumberFormatException none) {
            throw new MalformedChangeException("the schema has a decimal's scale that is no number");
        }
    }
}
