package com.bookstore.events.cdc.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record that Debezium 3.5 wrote when it captured a real database, as it stood on its topic.
 *
 * @param label what was done, or what the record is
 * @param topic the topic
 * @param key the key
 * @param value the value
 * @param underNewKey whether its headers have the key that the row had before
 */
record RecordedChange(String label, String topic, @Nullable String key, @Nullable String value, boolean underNewKey) {

    static final List<String> BOOKS = List.of(
            "mariadb/books",
            "mariadb/books-with-schema",
            "mariadb/books-flattened",
            "mariadb/books-flattened-with-schema",
            "postgres/books",
            "postgres/books-with-schema",
            "postgres/books-flattened",
            "postgres/books-flattened-with-schema");

    /** All records of a file, in the order of the topics. */
    static List<RecordedChange> of(String file) {
        try (InputStream lines = RecordedChange.class.getResourceAsStream(file + ".jsonl")) {
            return new String(lines.readAllBytes(), UTF_8)
                    .lines()
                    .map(JsonMapper.shared()::readTree)
                    .map(RecordedChange::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static RecordedChange of(JsonNode line) {
        return new RecordedChange(
                line.get("label").asString(),
                line.get("topic").asString(),
                line.get("key").asStringOpt().orElse(null),
                line.get("value").asStringOpt().orElse(null),
                line.get("headers").has(ChangeReader.OLD_KEY_HEADER));
    }

    <R> ChangeRecord<R> readBy(ChangeReader<R> reader) {
        return reader.read(
                key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8), underNewKey);
    }
}
