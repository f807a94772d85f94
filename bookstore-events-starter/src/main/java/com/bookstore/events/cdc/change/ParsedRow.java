package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.ChangeId.Bytes;
import com.bookstore.events.cdc.change.Payloads.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a row that a record tells of. */
final class ParsedRow {

    private final @Nullable Object[] values;
    private @Nullable String marker;
    private Bytes bytes = Bytes.NONE;

    ParsedRow(RowPlan<?> plan) {
        this.values = plan.nothing();
    }

    /** Reads the object the parser stands at; {@code null} for null. */
    static @Nullable ParsedRow read(
            JsonParser parser, Payload payload, RowPlan<?> plan, @Nullable String markerColumn) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedChangeException("a row is no object");
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        ParsedRow row = new ParsedRow(plan);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String column = parser.currentName();
            parser.nextToken();
            row.read(column, parser, payload, plan, markerColumn);
        }
        row.identifiedBy(payload.part(from, (int) parser.currentLocation().getByteOffset()));
        return row;
    }

    /** Reads the value of a column. */
    void read(String column, JsonParser parser, Payload payload, RowPlan<?> plan, @Nullable String markerColumn) {
        if (column.equals(markerColumn) && parser.currentToken() == JsonToken.VALUE_STRING) {
            marker = parser.getString();
        }
        int index = plan.indexOf(column);
        if (index < 0) {
            parser.skipChildren();
        } else {
            plan.read(index, parser, values, payload);
        }
    }

    /** Tells which bytes are the row's. */
    void identifiedBy(Bytes row) {
        bytes = row;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    @Nullable
    String marker() {
        return marker;
    }

    Bytes bytes() {
        return bytes;
    }
}
