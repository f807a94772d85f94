package com.bookstore.events.test.published;

import com.bookstore.events.publishing.EventPublishingException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The topics of a broker that is not there: what producers were given to send, in the order of sending. Thread-safe. */
final class RecordedLog implements RecordReader {

    private final List<ConsumerRecord<byte[], byte @Nullable []>> unread = new ArrayList<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final Queue<Reason> failures = new ArrayDeque<>();

    synchronized RecordMetadata append(ProducerRecord<?, ?> sent, byte @Nullable [] key, byte @Nullable [] value) {
        int partition = sent.partition() == null ? 0 : sent.partition();
        TopicPartition at = new TopicPartition(sent.topic(), partition);
        long offset = offsets.merge(at, 0L, (last, none) -> last + 1);
        long timestamp = sent.timestamp() == null ? ConsumerRecord.NO_TIMESTAMP : sent.timestamp();
        int keySize = key == null ? 0 : key.length;
        int valueSize = value == null ? 0 : value.length;
        unread.add(new ConsumerRecord<>(
                sent.topic(),
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                keySize,
                valueSize,
                key,
                value,
                new RecordHeaders(sent.headers()),
                Optional.empty()));
        notifyAll();
        return new RecordMetadata(at, offset, 0, timestamp, keySize, valueSize);
    }

    synchronized void failNext(Reason reason) {
        failures.add(reason);
    }

    synchronized @Nullable Reason nextFailure() {
        return failures.poll();
    }

    @Override
    public synchronized void skipToEnd() {
        unread.clear();
        failures.clear();
    }

    @Override
    public synchronized List<ConsumerRecord<byte[], byte @Nullable []>> read(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            long left = wait.toMillis();
            while (unread.isEmpty() && left > 0) {
                wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        return readToEnd();
    }

    @Override
    public synchronized List<ConsumerRecord<byte[], byte @Nullable []>> readToEnd() {
        List<ConsumerRecord<byte[], byte @Nullable []>> read = new ArrayList<>(unread);
        unread.clear();
        return read;
    }

    @Override
    public void close() {}
}
