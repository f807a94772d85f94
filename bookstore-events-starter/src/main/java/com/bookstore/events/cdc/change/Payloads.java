package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.ChangeId.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the payload in records that come with their schema. The schema is larger than the payload and the same for all
 * records of a table, until the table is changed: its bytes are remembered and compared, not read again. Thread-safe.
 */
final class Payloads {

    private static final byte[] SCHEMA = "schema\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "payload\"".getBytes(StandardCharsets.US_ASCII);

    private final JsonMapper json;
    private final SchemaReader schemas;
    private volatile @Nullable Head last;

    Payloads(JsonMapper json, SchemaReader schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    Payload of(byte[] bytes) {
        Head known = last;
        if (known != null && known.isOf(bytes)) {
            int length = bytes.length - known.bytes.length - 1;
            return new Payload(bytes, known.bytes.length, length, known.schemas);
        }
        return mayBeWrapped(bytes) ? find(bytes) : new Payload(bytes, 0, bytes.length, null);
    }

    JsonParser parser(Payload payload) {
        return json.createParser(payload.bytes, payload.from, payload.length);
    }

    /** Whether the first name is one of the two. */
    private static boolean mayBeWrapped(byte[] bytes) {
        int brace = next(bytes, 0);
        int quote = next(bytes, brace + 1);
        return quote < bytes.length
                && bytes[brace] == '{'
                && bytes[quote] == '"'
                && (isAt(bytes, quote + 1, SCHEMA) || isAt(bytes, quote + 1, PAYLOAD));
    }

    private static int next(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isAt(byte[] bytes, int from, byte[] expected) {
        int to = from + expected.length;
        return to <= bytes.length && Arrays.equals(bytes, from, to, expected, 0, expected.length);
    }

    private Payload find(byte[] bytes) {
        Payload whole = new Payload(bytes, 0, bytes.length, null);
        JsonNode schema = null;
        Payload found = null;
        boolean schemaFirst = false;
        try (JsonParser parser = json.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("schema") && schema == null) {
                    schema = json.readTree(parser);
                    schemaFirst = found == null;
                } else if (name.equals("payload") && found == null) {
                    found = skipped(parser, bytes);
                } else {
                    return whole;
                }
            }
            if (parser.nextToken() != null) {
                throw new MalformedChangeException("something follows the JSON object");
            }
        }
        return schema == null || found == null ? whole : withSchema(found, schema, schemaFirst);
    }

    private static Payload skipped(JsonParser parser, byte[] bytes) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        if (from < 0 || to < from || to > bytes.length) {
            throw new MalformedChangeException("it is no UTF-8");
        }
        return new Payload(bytes, from, to - from, null);
    }

    private Payload withSchema(Payload found, JsonNode schema, boolean schemaFirst) {
        @Nullable ColumnSchema @Nullable [] columns = schema.isObject() ? schemas.read(schema) : null;
        if (schemaFirst && found.bytes[found.from] == '{') {
            last = new Head(Arrays.copyOf(found.bytes, found.from), columns);
        }
        return new Payload(found.bytes, found.from, found.length, columns);
    }

    /** What is before the payload, and what it says. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Head(byte[] bytes, @Nullable ColumnSchema @Nullable [] schemas) {

        boolean isOf(byte[] other) {
            return other.length > bytes.length + 1
                    && other[other.length - 1] == '}'
                    && Arrays.equals(other, 0, bytes.length, bytes, 0, bytes.length);
        }
    }

    /**
     * Where a record's payload is.
     *
     * @param bytes the record, not a copy
     * @param from where the payload begins
     * @param length how long it is
     * @param schemas the schemas of the components' columns, if the record has any
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Payload(byte[] bytes, int from, int length, @Nullable ColumnSchema @Nullable [] schemas) {

        /** A part of the payload; none if the parser could not tell where it is. */
        Bytes part(int start, int end) {
            return start >= 0 && end > start && end <= length
                    ? new Bytes(bytes, from + start, end - start)
                    : Bytes.NONE;
        }

        /** Whether these bytes stand there. */
        boolean isAt(int start, byte[] expected) {
            return start >= 0 && start + expected.length <= length && Payloads.isAt(bytes, from + start, expected);
        }
    }

    /** Reads a schema. */
    @FunctionalInterface
    interface SchemaReader {

        @Nullable
        ColumnSchema @Nullable [] read(JsonNode schema);
    }
}
