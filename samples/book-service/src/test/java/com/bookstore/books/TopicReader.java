package com.bookstore.books;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics with a plain Kafka client. */
final class TopicReader implements AutoCloseable {

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
        await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return !values(topic, parts).isEmpty();
        });
    }

    /** What was seen so far. */
    List<String> values(String topic, String... parts) {
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
