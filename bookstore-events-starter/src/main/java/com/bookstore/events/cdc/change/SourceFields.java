package com.bookstore.events.cdc.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a record says of its source, in an envelope's {@code source} or in a flattened record's added fields. */
final class SourceFields {

    private @Nullable String server;
    private @Nullable String database;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable String snapshot;
    private @Nullable String file;
    private @Nullable String origin;
    private @Nullable Long timestamp;
    private @Nullable Long position;
    private @Nullable Long lsn;
    private @Nullable Long transaction;
    private long serverId;
    private int row;

    /** Reads the object the parser stands at. */
    static SourceFields read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedChangeException("'source' is no object");
        }
        SourceFields fields = new SourceFields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.read(name, parser);
        }
        return fields;
    }

    /** Reads the value the parser stands at, if it is one that matters. */
    void read(String name, JsonParser parser) {
        switch (name) {
            case "name" -> server = text(name, parser);
            case "db" -> database = text(name, parser);
            case "schema" -> schema = text(name, parser);
            case "table" -> table = text(name, parser);
            case "snapshot" -> snapshot = text(name, parser);
            case "file" -> file = text(name, parser);
            case "origin" -> origin = text(name, parser);
            case "ts_ms" -> timestamp = number(name, parser);
            case "pos" -> position = number(name, parser);
            case "lsn" -> lsn = number(name, parser);
            case "txId" -> transaction = number(name, parser);
            case "server_id" -> serverId = orZero(number(name, parser));
            case "row" -> row = Math.toIntExact(orZero(number(name, parser)));
            default -> parser.skipChildren();
        }
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static @Nullable String text(String name, JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!parser.currentToken().isScalarValue()) {
            throw new MalformedChangeException("'source." + name + "' is no text");
        }
        return parser.getString();
    }

    private static @Nullable Long number(String name, JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedChangeException("'source." + name + "' is no whole number");
        }
        return parser.getLongValue();
    }

    /** Whether a snapshot read the row, and whether it was the last one of its table. */
    Snapshot snapshot() {
        return "last".equals(snapshot) || "last_in_data_collection".equals(snapshot) ? Snapshot.LAST : Snapshot.ROW;
    }

    @Nullable
    String origin() {
        return origin;
    }

    String table() {
        return required("table", table);
    }

    /** The table with all that it is in. */
    String qualifiedTable() {
        return database + "\0" + schema + "\0" + table();
    }

    Instant timestamp() {
        return Instant.ofEpochMilli(required("ts_ms", timestamp));
    }

    SourcePosition position() {
        String name = required("name", server);
        if (file != null) {
            return new SourcePosition.Binlog(name, serverId, file, required("pos", position), row);
        }
        if (lsn != null) {
            return new SourcePosition.Wal(name, lsn, transaction);
        }
        if (snapshot != null && !snapshot.equals("false")) {
            return new SourcePosition.Wal(name, 0, transaction); // before anything was streamed there may be none
        }
        throw missing("file' and 'pos' of a binlog, or 'lsn");
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    private static MalformedChangeException missing(String field) {
        return new MalformedChangeException(("its source has no '%s'; a flattened record needs it as an added field:"
                        + " add.fields=op,source.name,source.ts_ms,source.table, …")
                .formatted(field));
    }
}
