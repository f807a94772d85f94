package com.bookstore.benchmarks.cdc;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.json.EventSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A change of a book's stock, as a connector captured it, and the event it means.
 *
 * @param key the change's key
 * @param value the change: an envelope of MySQL's connector, about 600 bytes
 * @param eventKey the event's key
 * @param event the event on the wire
 */
@SuppressWarnings("ArrayRecordComponent")
record Change(byte[] key, byte[] value, byte[] eventKey, byte[] event) {

    static final String EVENT_TYPE = "stockChanged";

    private static final String ROW =
            """
            {"id":%d,"title":"Everyday Machines %d","author":"Author %d","isbn":"978-3-16-%06d","price":"29.90",\
            "category":"history","stock":%d}""";

    static Change number(int i, EventSerializer serializer) {
        long id = 1_000_000L + i;
        int stock = i % 500;
        String before = ROW.formatted(id, i, i % 1_000, i, stock + 1);
        String after = ROW.formatted(id, i, i % 1_000, i, stock);
        String value =
                """
                {"before":%s,"after":%s,"source":%s,"transaction":null,"op":"u","ts_ms":1767323045123}"""
                        .formatted(before, after, source(500L + 300L * i));
        StockChangedEvent event = new StockChangedEvent(id, stock + 1, stock, ChangeType.DECREASE, null);
        String changeId = "cdc-%032x".formatted(i);
        EventMetadata metadata = new EventMetadata(
                changeId + "-0", Instant.parse("2026-01-02T03:04:05Z"), "book-service", "1.0", changeId, null);
        return new Change(
                bytes("{\"id\":" + id + "}"),
                bytes(value),
                bytes(event.key()),
                serializer.write(new EventEnvelope<>(metadata, event)));
    }

    private static String source(long position) {
        return """
                {"version":"3.5.0.Final","connector":"mysql","name":"shop","ts_ms":1767323045000,"snapshot":"false","db":"shop",\
                "table":"books","server_id":223344,"file":"mysql-bin.000003","pos":%d,"row":0,"thread":7}"""
                .formatted(position);
    }

    ProducerRecord<byte[], byte[]> toRecord() {
        return new ProducerRecord<>(ChangeTopics.CHANGES, key, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
