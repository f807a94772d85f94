package com.bookstore.events.outbox;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** The broker of the outbox's tests, and what is on its topics. */
final class OutboxBroker {

    private static final KafkaBroker BROKER = KafkaBroker.builder()
            .heap(256)
            .property("auto.create.topics.enable", "false")
            .start();
    private static final JsonMapper JSON = JsonMapper.shared();

    private OutboxBroker() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static void createTopic(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            await().until(() -> admin.listTopics().names().get().contains(topic));
        }
    }

    /** All records, those of each partition in their order. */
    static List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** The numbers of a book's sales, in the order of the topic. */
    static List<Integer> numbers(String topic, String key) {
        return records(topic).stream()
                .filter(read -> key.equals(read.key()))
                .map(read -> JSON.readTree(new String(read.value(), StandardCharsets.UTF_8))
                        .get("number")
                        .asInt())
                .toList();
    }
}
