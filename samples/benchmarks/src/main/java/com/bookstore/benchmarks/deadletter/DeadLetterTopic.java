package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.Book;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.support.KafkaHeaders;

/** The dead-letter topic: the first dead letter is a real one, and the others are like it. Not thread-safe. */
final class DeadLetterTopic implements AutoCloseable {

    static final TopicPartition PARTITION = new TopicPartition("dead-letter-queue", 0);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    DeadLetterTopic(String bootstrapServers) {
        this.admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
    }

    /** Removes all that is there. */
    void clear() {
        await(admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(end())))
                .all());
    }

    long end() {
        return consumer.endOffsets(List.of(PARTITION)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Waits for a record. */
    ConsumerRecord<byte[], byte[]> first() {
        consumer.seekToBeginning(List.of(PARTITION));
        for (int i = 0; i < 60; i++) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                return found;
            }
        }
        throw new IllegalStateException("There is no dead letter");
    }

    long committed(String group) {
        return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    void forget(String group) {
        await(admin.deleteConsumerGroups(List.of(group)).all());
    }

    /** Makes another dead letter of the same cause, as the recoverer writes it. */
    static ProducerRecord<byte[], byte[]> like(
            ConsumerRecord<byte[], byte[]> dead, Book book, String id, int partition, long offset) {
        ProducerRecord<String, byte[]> died = book.toRecord(id);
        Headers headers = new RecordHeaders(dead.headers().toArray());
        set(
                headers,
                KafkaHeaders.DLT_ORIGINAL_PARTITION,
                ByteBuffer.allocate(4).putInt(partition).array());
        set(
                headers,
                KafkaHeaders.DLT_ORIGINAL_OFFSET,
                ByteBuffer.allocate(8).putLong(offset).array());
        return new ProducerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                null,
                died.key().getBytes(StandardCharsets.UTF_8),
                died.value(),
                headers);
    }

    private static void set(Headers headers, String name, byte[] value) {
        headers.remove(name);
        headers.add(name, value);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("The broker refused", failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
