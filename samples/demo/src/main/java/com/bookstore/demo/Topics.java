package com.bookstore.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What is on the topics, seen with a plain Kafka client that knows nothing of the starter. Not thread-safe. */
public final class Topics implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("book-events", "order-events", "inventory-events", "user-events", "dead-letter-queue");

    private final Wait wait;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    /**
     * Begins to read, at the beginning of the topics.
     *
     * @param bootstrapServers the broker
     * @param wait how long to wait
     */
    public Topics(String bootstrapServers, Wait wait) {
        this.wait = wait;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "demo",
                        "auto.offset.reset", "earliest",
                        "metadata.max.age.ms", "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(NAMES);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.block.ms", "10000"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Waits until a JSON value with all these parts is on a topic.
     *
     * @param topic the topic
     * @param parts pieces of JSON
     * @return the first such record
     * @throws Exception if the wait is in vain or interrupted
     */
    public ConsumerRecord<String, byte[]> await(String topic, String... parts) throws Exception {
        return await(topic, String.join(" and ", parts), record -> hasAll(record, parts));
    }

    /** Waits until exactly these bytes are on the topic. */
    ConsumerRecord<String, byte[]> await(String topic, byte[] value) throws Exception {
        return await(topic, "the bytes sent", record -> Arrays.equals(record.value(), value));
    }

    RecordMetadata send(String topic, String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key, value)).get(10, TimeUnit.SECONDS);
    }

    /** Sends what was read once more: the same key, headers and bytes. */
    void sendAgain(ConsumerRecord<String, byte[]> record) throws Exception {
        var same = new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
        producer.send(same).get(10, TimeUnit.SECONDS);
    }

    /**
     * Counts the JSON values with all these parts that are on a topic by now.
     *
     * @param topic the topic
     * @param parts pieces of JSON
     * @return how many there are
     * @throws Exception if the wait is in vain or interrupted
     */
    public long count(String topic, String... parts) throws Exception {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        wait.until("the end of " + topic, this::read, seen -> ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
        return on(topic).filter(record -> hasAll(record, parts)).count();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(2));
    }

    private ConsumerRecord<String, byte[]> await(
            String topic, String expected, Predicate<ConsumerRecord<String, byte[]>> condition) throws Exception {
        Predicate<ConsumerRecord<String, byte[]>> wanted =
                record -> record.topic().equals(topic) && condition.test(record);
        wait.until(
                expected + " on " + topic,
                () -> {
                    read();
                    return new Seen(on(topic).toList());
                },
                seen -> seen.records().stream().anyMatch(wanted));
        return records.stream().filter(wanted).findFirst().orElseThrow();
    }

    private int read() {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        return records.size();
    }

    private Stream<ConsumerRecord<String, byte[]>> on(String topic) {
        return records.stream().filter(record -> record.topic().equals(topic));
    }

    private static boolean hasAll(ConsumerRecord<String, byte[]> record, String... parts) {
        String value = text(record);
        return Arrays.stream(parts).allMatch(value::contains);
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** The records of a topic; says what they are when nothing among them is what was expected. */
    private record Seen(List<ConsumerRecord<String, byte[]>> records) {

        @Override
        public String toString() {
            return records.isEmpty()
                    ? "no record"
                    : records.stream().map(Topics::text).toList().toString();
        }
    }
}
