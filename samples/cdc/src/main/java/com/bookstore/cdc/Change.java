package com.bookstore.cdc;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A record on a table's topic, as Debezium wrote it.
 *
 * @param record as it was read
 * @param id the row's key
 * @param value the envelope; missing after a deletion, in the record that lets Kafka forget the row
 */
record Change(ConsumerRecord<byte[], byte @Nullable []> record, long id, JsonNode value) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Change of(ConsumerRecord<byte[], byte @Nullable []> record) {
        byte[] value = record.value();
        return new Change(
                record,
                payload(record.key()).path("id").asLong(),
                value == null ? MissingNode.getInstance() : payload(value));
    }

    private static JsonNode payload(byte[] json) {
        JsonNode tree = JSON.readTree(json);
        return tree.has("payload") ? tree.get("payload") : tree;
    }

    /** {@code c}, {@code u}, {@code d}, {@code r} for a row of a snapshot, or {@code -} where there is no value. */
    String operation() {
        return value.isMissingNode() ? "-" : value.get("op").asString();
    }

    JsonNode before() {
        return value.path("before");
    }

    JsonNode after() {
        return value.path("after");
    }

    @Override
    public String toString() {
        return operation() + " " + id;
    }

    /** The bytes of the value, for people. */
    String text() {
        byte[] bytes = record.value();
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
