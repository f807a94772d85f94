package com.bookstore.benchmarks.kafka;

import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of the events. Not thread-safe. */
public final class BookTopic implements AutoCloseable {

    /** Its name. */
    public static final String NAME = "book-events";

    private static final byte[] FIRST_FIELD = "\"bookId\"".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Books books;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    BookTopic(String bootstrapServers, Books books) {
        this.books = books;
        this.admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.partitions = consumer.partitionsFor(NAME).stream()
                .map(partition -> new TopicPartition(NAME, partition.partition()))
                .toList();
    }

    /** Removes all events. */
    public void clear() {
        Map<TopicPartition, RecordsToDelete> all = consumer.endOffsets(partitions).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
        await(admin.deleteRecords(all).all());
    }

    /**
     * Reads the whole topic and checks that the events of a round are there, each once and unchanged.
     *
     * @param events how many events the round has
     * @throws LostEventsException if they are not
     */
    public void verify(int events) {
        Tally tally = new Tally();
        read((key, value) -> tally.add(checksum(key, value)));
        tally.verify(
                "the topic after a round",
                books.count(events, book -> checksum(book.key().getBytes(StandardCharsets.UTF_8), book.value())));
    }

    /**
     * Reads the whole topic, each partition in its order.
     *
     * @param reader is given keys and values
     */
    public void read(BiConsumer<byte[], byte[]> reader) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(PATIENCE)) {
                reader.accept(found.key(), found.value());
            }
        }
    }

    /** Of key and business fields: the metadata is new with each event that the starter publishes. */
    private static long checksum(byte[] key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        int from = firstField(value);
        crc.update(value, from, value.length - from);
        return crc.getValue();
    }

    private static int firstField(byte[] value) {
        for (int i = 0; i < value.length - FIRST_FIELD.length; i++) {
            if (Arrays.equals(value, i, i + FIRST_FIELD.length, FIRST_FIELD, 0, FIRST_FIELD.length)) {
                return i;
            }
        }
        return 0;
    }

    /**
     * Checks that a consumer group has committed all there is.
     *
     * @param group the group
     * @throws LostEventsException if it has not
     */
    public void verifyCommitted(String group) {
        long committed = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
        long all = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (committed != all) {
            throw new LostEventsException(
                    "the offsets of group " + group, new Tally.Count(all, 0), new Tally.Count(committed, 0));
        }
    }

    /**
     * Lets a group that has no members start anew.
     *
     * @param group the group
     */
    public void forget(String group) {
        await(admin.deleteConsumerGroups(List.of(group)).all());
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
