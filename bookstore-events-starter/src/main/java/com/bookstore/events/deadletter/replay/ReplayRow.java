package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.HeaderBytes;
import com.bookstore.events.deadletter.store.ReplayHeaders;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter to be sent.
 *
 * @param id its number
 * @param fingerprint what stands for it in the headers of a replay
 * @param offset its position in its source
 * @param replays how often it was replayed
 * @param key the key as it arrived
 * @param value the value
 * @param headers all headers, as bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record ReplayRow(
        long id,
        String fingerprint,
        long offset,
        int replays,
        byte @Nullable [] key,
        byte @Nullable [] value,
        byte[] headers) {

    private static final int OVERHEAD = 200;

    ProducerRecord<Object, Object> to(String topic) {
        return new ProducerRecord<>(
                topic, null, null, key, value, ReplayHeaders.of(HeaderBytes.read(headers), fingerprint, replays + 1));
    }

    /** What keeps its order; {@code null} if nothing does. */
    @Nullable
    ByteBuffer order() {
        return key == null ? null : ByteBuffer.wrap(key);
    }

    long size() {
        return OVERHEAD + headers.length + (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    }
}
