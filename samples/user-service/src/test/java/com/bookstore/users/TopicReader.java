package com.bookstore.users;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics with a plain Kafka client. */
final class TopicReader implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    TopicReader(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(
                List.of("book-events", "order-events", "inventory-events", "user-events", "dead-letter-queue"));
    }

    void awaitValue(String topic, String... parts) {
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            poll();
            return !read(topic, parts).isEmpty();
        });
    }

    /** All values with these parts that are on the topic now. */
    List<String> values(String topic, String... parts) {
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            poll();
            return isAtEndOf(topic);
        });
        return read(topic, parts);
    }

    private boolean isAtEndOf(String topic) {
        Set<TopicPartition> partitions = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .collect(Collectors.toSet());
        return !partitions.isEmpty()
                && consumer.endOffsets(partitions).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) == end.getValue());
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    private List<String> read(String topic, String... parts) {
        return records.stream()
                .filter(record -> record.topic().equals(topic))
                .map(ConsumerRecord::value)
                .filter(value -> Stream.of(parts).allMatch(value::contains))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
