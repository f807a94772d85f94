package com.bookstore.events.deadletter.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.springframework.kafka.support.KafkaHeaders;

/** A record on a dead-letter topic. */
public final class Letter {

    public final RecordHeaders headers = new RecordHeaders();
    public byte[] key = bytes("key");
    public byte[] value = bytes("{}");

    private Letter() {}

    /** One without any header. */
    public static Letter bare() {
        return new Letter();
    }

    /** One as the recoverer writes it. */
    public static Letter of(String group, String topic, int partition, long offset) {
        Letter letter = new Letter();
        letter.headers.add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes(topic));
        letter.headers.add(KafkaHeaders.DLT_ORIGINAL_PARTITION, number(partition));
        letter.headers.add(KafkaHeaders.DLT_ORIGINAL_OFFSET, number(offset));
        letter.headers.add(KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, number(1_700_000_000_000L));
        letter.headers.add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(group));
        return letter.because("java.lang.IllegalStateException", "no stock");
    }

    public Letter because(String cause, String message) {
        set(KafkaHeaders.DLT_EXCEPTION_FQCN, bytes("org.springframework.kafka.listener.Wrapper"));
        set(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, bytes(cause));
        set(KafkaHeaders.DLT_EXCEPTION_MESSAGE, bytes(message));
        return set(KafkaHeaders.DLT_EXCEPTION_STACKTRACE, bytes(cause + ": " + message + "\n\tat here"));
    }

    public Letter key(String text) {
        key = bytes(text);
        return this;
    }

    public Letter value(byte[] bytes) {
        value = bytes;
        return this;
    }

    public Letter value(String text) {
        return value(bytes(text));
    }

    public Letter event(String type, String id) {
        set("__TypeId__", bytes(type));
        return value("{\"type\":\"%s\",\"eventId\":\"%s\",\"secret\":\"4711\"}".formatted(type, id));
    }

    public Letter replay(String fingerprint, int number) {
        set("bookstore-replay-id", bytes(fingerprint));
        return set("bookstore-replay-count", bytes(Integer.toString(number)));
    }

    public Letter set(String header, byte[] bytes) {
        headers.remove(header);
        headers.add(header, bytes);
        return this;
    }

    public ProducerRecord<byte[], byte[]> to(String topic) {
        return new ProducerRecord<>(topic, null, null, key, value, headers);
    }

    ConsumerRecord<byte[], byte[]> at(long offset) {
        Headers copied = new RecordHeaders(headers);
        return new ConsumerRecord<>(
                "dead",
                0,
                offset,
                1_700_000_000_500L,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                copied,
                Optional.empty());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
