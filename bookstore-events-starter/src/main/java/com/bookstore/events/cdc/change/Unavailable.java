package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.Payloads.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What Debezium writes for a large value of PostgreSQL that was not changed, and so is not in the log: a text, made into what
 * the column's schema asks for.
 */
final class Unavailable {

    private static final String TEXT = "__debezium_unavailable_value";
    private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);
    private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);
    private static final String HSTORE = "{\"%s\":\"%s\"}".formatted(TEXT, TEXT);

    /** Also {@code bytea}, and {@code hstore.handling.mode=json}. */
    private static final Set<String> TEXTS = Set.of(TEXT, BASE64, HSTORE);

    private static final Set<Integer> LENGTHS =
            TEXTS.stream().map(String::length).collect(Collectors.toSet());

    /** Arrays of texts, of {@code bytea}, of UUIDs and of numbers, and {@code hstore.handling.mode=map}. */
    private static final List<byte[]> STRUCTURES = Stream.of(
                    "[\"" + TEXT + "\"]",
                    "[\"" + BASE64 + "\"]",
                    "[\"" + UUID.nameUUIDFromBytes(BYTES) + "\"]",
                    TEXT.chars().mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]")),
                    HSTORE)
            .map(structure -> structure.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private Unavailable() {}

    /** Passes over the value the parser stands at, if it is none. */
    static boolean skip(JsonParser parser, Payload payload) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return LENGTHS.contains(parser.getStringLength()) && TEXTS.contains(parser.getString());
        }
        if (!token.isStructStart()) {
            return false;
        }
        int at = (int) parser.currentTokenLocation().getByteOffset();
        boolean unavailable = STRUCTURES.stream().anyMatch(structure -> payload.isAt(at, structure));
        if (unavailable) {
            parser.skipChildren();
        }
        return unavailable;
    }
}
