package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.ChangeId.Bytes;
import com.bookstore.events.cdc.change.ChangeRecord.Kind;
import com.bookstore.events.cdc.change.Payloads.Payload;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the records of a table, as Debezium's connectors for MySQL, MariaDB and PostgreSQL write them in JSON: with their
 * schema or without, in envelopes or flattened. Thread-safe.
 *
 * @param <R> the row type
 */
public final class ChangeReader<R> {

    /** The header of an insert that is half of an update of the key, with the key before it; the other half is a deletion. */
    public static final String OLD_KEY_HEADER = "__debezium.oldkey";

    private final RowPlan<R> plan;
    private final Settings settings;
    private final Payloads values;
    private final Payloads keys;

    private ChangeReader(RowPlan<R> plan, JsonMapper json, Settings settings) {
        this.plan = plan;
        this.settings = settings;
        this.values = new Payloads(json, schema -> plan.arrange(ColumnSchema.columns(schema, settings.flattened())));
        this.keys = new Payloads(json, schema -> plan.arrange(ColumnSchema.columns(schema, true)));
    }

    /**
     * Prepares to read the records of a table.
     *
     * @param rowType a record whose components stand for the table's columns
     * @param settings how the records are written
     * @param <R> the row type
     * @return the reader
     * @throws RowTypeException if the class cannot be a row type
     */
    public static <R> ChangeReader<R> of(Class<R> rowType, Settings settings) {
        JsonMapper json = ChangeJson.mapper(settings.maxRecordBytes());
        return new ChangeReader<>(RowPlan.of(rowType, new ColumnReaders(json, settings.localZone())), json, settings);
    }

    /**
     * Reads a record that has no {@link #OLD_KEY_HEADER}.
     *
     * @param key the record's key
     * @param value the record's value
     * @return what it is
     * @throws MalformedChangeException if it is nothing that a connector writes, or does not fit the row type; nothing else
     *     is thrown, whatever the bytes
     */
    public ChangeRecord<R> read(byte @Nullable [] key, byte @Nullable [] value) {
        return read(key, value, false);
    }

    /**
     * Reads a record.
     *
     * @param key the record's key
     * @param value the record's value
     * @param underNewKey whether it has the {@link #OLD_KEY_HEADER}
     * @return what it is
     * @throws MalformedChangeException if it is nothing that a connector writes, or does not fit the row type; nothing else
     *     is thrown, whatever the bytes
     */
    public ChangeRecord<R> read(byte @Nullable [] key, byte @Nullable [] value, boolean underNewKey) {
        if (value == null) {
            return new ChangeRecord.Other<>(Kind.TOMBSTONE, null);
        }
        if (value.length > settings.maxRecordBytes()) {
            throw new MalformedChangeException("%d bytes are more than bookstore.events.cdc.max-record-size (%d)"
                    .formatted(value.length, settings.maxRecordBytes()));
        }
        try {
            return readValue(key, value, underNewKey);
        } catch (MalformedChangeException malformed) {
            throw malformed;
        } catch (StreamConstraintsException limit) {
            throw new MalformedChangeException("a limit of the JSON reader is exceeded");
        } catch (JacksonException broken) {
            throw new MalformedChangeException("the JSON is broken");
        } catch (RuntimeException unfit) {
            throw new MalformedChangeException(
                    "it does not fit (" + unfit.getClass().getSimpleName() + ")");
        }
    }

    private ChangeRecord<R> readValue(byte @Nullable [] key, byte[] value, boolean underNewKey) {
        Payload payload = values.of(value);
        ParsedRecord parsed = settings.flattened() ? flattened(payload) : parse(payload, false);
        if (parsed == null) {
            return new ChangeRecord.Other<>(Kind.TOMBSTONE, null);
        }
        Kind kind = parsed.kind();
        if (kind != null) {
            return new ChangeRecord.Other<>(kind, parsed.timestamp());
        }
        return new ChangeRecord.Row<>(change(parsed, key, underNewKey));
    }

    /** What tells of no row is not flattened, and its fields are no columns. */
    private @Nullable ParsedRecord flattened(Payload payload) {
        MalformedChangeException problem = null;
        ParsedRecord parsed = null;
        try {
            parsed = parse(payload, true);
            if (parsed == null || parsed.operation() != null) {
                return parsed;
            }
        } catch (MalformedChangeException malformed) {
            problem = malformed;
        }
        ParsedRecord other = parse(payload, false);
        if (other != null && other.kind() != null) {
            return other;
        }
        if (problem != null) {
            throw problem;
        }
        return parsed;
    }

    private @Nullable ParsedRecord parse(Payload payload, boolean flattened) {
        try (JsonParser parser = values.parser(payload)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_NULL && parser.nextToken() == null) {
                return null;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new MalformedChangeException("it is no JSON object");
            }
            ParsedRecord parsed = flattened
                    ? ParsedRecord.flattened(parser, payload, plan, settings.originColumn())
                    : ParsedRecord.envelope(parser, payload, plan, settings.originColumn());
            if (parser.nextToken() != null) {
                throw new MalformedChangeException("something follows the JSON object");
            }
            return parsed;
        }
    }

    private RowChange<R> change(ParsedRecord parsed, byte @Nullable [] key, boolean underNewKey) {
        Operation operation = operation(parsed);
        SourceFields source = parsed.source();
        if (source == null) {
            throw new MalformedChangeException("it has no 'source'");
        }
        ParsedRow before = operation == Operation.DELETE ? deleted(parsed, key) : parsed.before();
        ParsedRow after = operation == Operation.DELETE ? null : parsed.after();
        if (after == null && operation != Operation.DELETE && operation != Operation.TRUNCATE) {
            throw new MalformedChangeException("it has no 'after'");
        }
        Set<String> changed = Set.of();
        if (before != null && after != null) {
            RowPlan.complete(after.values(), before.values());
            changed = plan.changed(before.values(), after.values());
        }
        return new RowChange<>(
                id(operation, source, key, before, after),
                operation,
                source.table(),
                before == null ? null : plan.row(before.values()),
                after == null ? null : plan.row(after.values()),
                changed,
                source.position(),
                source.timestamp(),
                operation == Operation.READ ? source.snapshot() : Snapshot.NONE,
                Origins.of(operation, source, underNewKey, before, after));
    }

    private String id(
            Operation operation,
            SourceFields source,
            byte @Nullable [] key,
            @Nullable ParsedRow before,
            @Nullable ParsedRow after) {
        return ChangeId.of(
                operation,
                source,
                key == null ? Bytes.NONE : identity(key),
                before == null ? null : before.bytes(),
                after == null ? null : after.bytes());
    }

    private static Operation operation(ParsedRecord parsed) {
        String code = parsed.operation();
        if (code == null) {
            throw new MalformedChangeException("it has no 'op'; is it flattened (bookstore.events.cdc.flattened=true,"
                    + " add.fields=op, …), or written by something else than Debezium?");
        }
        Operation operation = Operation.of(code);
        if (operation == null) {
            throw new MalformedChangeException("its 'op' is none of c, u, d, r and t");
        }
        return operation;
    }

    /** What the key is made of, without its schema. */
    private Bytes identity(byte[] key) {
        Payload payload = keyPayload(key);
        return new Bytes(payload.bytes(), payload.from(), payload.length());
    }

    private Payload keyPayload(byte[] key) {
        try {
            return keys.of(key);
        } catch (JacksonException noJson) {
            return new Payload(key, 0, key.length, null);
        }
    }

    /** Where the database does not tell what the row was, its key at least is known. */
    private ParsedRow deleted(ParsedRecord parsed, byte @Nullable [] key) {
        ParsedRow before = parsed.before();
        if (before == null && key != null) {
            Payload payload = keyPayload(key);
            try (JsonParser parser = keys.parser(payload)) {
                parser.nextToken();
                before = ParsedRow.read(parser, payload, plan, null);
            }
        }
        if (before == null) {
            throw new MalformedChangeException("a deletion has neither a 'before' nor a key");
        }
        return before;
    }

    /**
     * How records are written.
     *
     * @param flattened whether they are rows instead of envelopes
     * @param localZone the zone of times without one, where the row type has an instant, and the other way round
     * @param maxRecordBytes the largest value that is read
     * @param originColumn the column that tells who wrote a row, if there is one
     */
    public record Settings(boolean flattened, ZoneId localZone, int maxRecordBytes, @Nullable String originColumn) {}
}
