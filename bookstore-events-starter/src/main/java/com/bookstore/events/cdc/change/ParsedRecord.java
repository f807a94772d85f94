package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.ChangeId.Bytes;
import com.bookstore.events.cdc.change.ChangeRecord.Kind;
import com.bookstore.events.cdc.change.Payloads.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What stands in a record: an envelope with the row before and after, or a flattened record that is the row. */
final class ParsedRecord {

    private static final Set<String> TRANSACTION = Set.of("status", "id", "event_count", "data_collections");
    private static final Set<String> SCHEMA_CHANGE = Set.of("databaseName", "schemaName", "ddl", "tableChanges");
    private static final String ADDED = "__";
    private static final String ADDED_OF_SOURCE = "__source_";

    private final RowPlan<?> plan;
    private final Payload payload;
    private final @Nullable String markerColumn;

    private @Nullable ParsedRow before;
    private @Nullable ParsedRow after;
    private @Nullable SourceFields source;
    private @Nullable String operation;
    private @Nullable String status;
    private @Nullable Long timestamp;
    private boolean deleted;
    private final Set<String> others = new HashSet<>(2);

    private ParsedRecord(RowPlan<?> plan, Payload payload, @Nullable String markerColumn) {
        this.plan = plan;
        this.payload = payload;
        this.markerColumn = markerColumn;
    }

    /** Reads the object the parser stands at. */
    static ParsedRecord envelope(JsonParser parser, Payload payload, RowPlan<?> plan, @Nullable String markerColumn) {
        ParsedRecord parsed = new ParsedRecord(plan, payload, markerColumn);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            parsed.readField(name, parser);
        }
        return parsed;
    }

    private void readField(String name, JsonParser parser) {
        switch (name) {
            case "before" -> before = ParsedRow.read(parser, payload, plan, markerColumn);
            case "after" -> after = ParsedRow.read(parser, payload, plan, markerColumn);
            case "op" -> operation = text(parser);
            case "ts_ms" -> timestamp = number(parser);
            case "source" -> source = SourceFields.read(parser);
            case "transaction", "ts_us", "ts_ns" -> parser.skipChildren();
            default -> {
                others.add(name);
                if (name.equals("status")) {
                    status = text(parser);
                }
                parser.skipChildren();
            }
        }
    }

    /** Reads the object the parser stands at. What was added to the row may differ when it comes again. */
    static ParsedRecord flattened(JsonParser parser, Payload payload, RowPlan<?> plan, @Nullable String markerColumn) {
        ParsedRecord parsed = new ParsedRecord(plan, payload, markerColumn);
        ParsedRow row = new ParsedRow(plan);
        SourceFields added = new SourceFields();
        ByteArrayOutputStream columns = new ByteArrayOutputStream();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.nextToken();
            if (name.startsWith(ADDED)) {
                parsed.readAdded(name, parser, added);
            } else {
                row.read(name, parser, payload, plan, markerColumn);
                parser.finishToken();
                Bytes column = payload.part(from, (int) parser.currentLocation().getByteOffset());
                columns.write(column.array(), column.from(), column.length());
            }
        }
        row.identifiedBy(new Bytes(columns.toByteArray(), 0, columns.size()));
        parsed.source = added;
        boolean gone = parsed.deleted || "d".equals(parsed.operation);
        if (gone) {
            parsed.operation = "d";
        }
        parsed.before = gone ? row : null;
        parsed.after = gone ? null : row;
        return parsed;
    }

    private void readAdded(String name, JsonParser parser, SourceFields added) {
        switch (name) {
            case "__op" -> operation = text(parser);
            case "__deleted" -> deleted = parser.currentToken() == JsonToken.VALUE_TRUE || "true".equals(text(parser));
            case "__ts_ms" -> timestamp = number(parser);
            default ->
                added.read(
                        name.substring(name.startsWith(ADDED_OF_SOURCE) ? ADDED_OF_SOURCE.length() : ADDED.length()),
                        parser);
        }
    }

    private static @Nullable String text(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
    }

    private static @Nullable Long number(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : null;
    }

    /** What a record is that has no operation, or is none of a row. */
    @Nullable
    Kind kind() {
        if ("m".equals(operation) && source != null && others.equals(Set.of("message"))) {
            return Kind.MESSAGE;
        }
        if (operation != null || before != null || after != null) {
            return null;
        }
        if (source == null && others.isEmpty() && timestamp != null) {
            return Kind.HEARTBEAT;
        }
        if (source == null && ("BEGIN".equals(status) || "END".equals(status)) && TRANSACTION.containsAll(others)) {
            return Kind.TRANSACTION;
        }
        boolean tables = others.contains("ddl") || others.contains("tableChanges");
        return source != null && tables && SCHEMA_CHANGE.containsAll(others) ? Kind.SCHEMA_CHANGE : null;
    }

    @Nullable
    String operation() {
        return operation;
    }

    @Nullable
    ParsedRow before() {
        return before;
    }

    @Nullable
    ParsedRow after() {
        return after;
    }

    @Nullable
    SourceFields source() {
        return source;
    }

    @Nullable
    Instant timestamp() {
        return timestamp == null ? null : Instant.ofEpochMilli(timestamp);
    }
}
