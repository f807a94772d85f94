package com.bookstore.events.cdc;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records about a table of books, as Debezium's connector for MySQL writes them, each at a position of its own. */
final class CapturedBooks {

    private final String topic;
    private long position = 500;

    CapturedBooks(String topic) {
        this.topic = topic;
    }

    static String row(long id, String title, int stock) {
        return """
                {"id":%d,"title":"%s","author":"Herbert","isbn":"978","price":"29.90","category":"SF","stock":%d,"written_by":null}"""
                .formatted(id, title, stock);
    }

    static String marked(String row, String marker) {
        return row.replace("\"written_by\":null", "\"written_by\":\"" + marker + "\"");
    }

    ProducerRecord<byte[], byte[]> inserted(long id, String row) {
        return change(id, null, row, "c", "false");
    }

    ProducerRecord<byte[], byte[]> updated(long id, @Nullable String before, String after) {
        return change(id, before, after, "u", "false");
    }

    ProducerRecord<byte[], byte[]> deleted(long id, String row) {
        return change(id, row, null, "d", "false");
    }

    ProducerRecord<byte[], byte[]> seenBySnapshot(long id, String row) {
        return change(id, null, row, "r", "true");
    }

    ProducerRecord<byte[], byte[]> tombstone(long id) {
        return new ProducerRecord<>(topic, key(id), null);
    }

    ProducerRecord<byte[], byte[]> of(long id, String value) {
        return new ProducerRecord<>(topic, key(id), bytes(value));
    }

    static byte[] key(long id) {
        return bytes("{\"id\":" + id + "}");
    }

    private ProducerRecord<byte[], byte[]> change(
            long id, @Nullable String before, @Nullable String after, String operation, String snapshot) {
        position += 300;
        return of(
                id,
                """
                {"before":%s,"after":%s,"source":{"version":"3.5.0.Final","connector":"mysql","name":"%s","ts_ms":1700000000000,\
                "snapshot":"%s","db":"inventory","sequence":null,"table":"books","server_id":223344,"gtid":null,\
                "file":"mysql-bin.000003","pos":%d,"row":0,"thread":7,"query":null},"transaction":null,"op":"%s",\
                "ts_ms":1700000000123}"""
                        .formatted(before, after, topic, snapshot, position, operation));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
