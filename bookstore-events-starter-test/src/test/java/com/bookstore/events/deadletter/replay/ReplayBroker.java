package com.bookstore.events.deadletter.replay;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker of the tests of replays, and what is on its topics. */
final class ReplayBroker {

    private static final KafkaBroker BROKER = KafkaBroker.builder()
            .heap(256)
            .property("auto.create.topics.enable", "false")
            .property("group.initial.rebalance.delay.ms", "0")
            .property("message.max.bytes", "8388608")
            .start();
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    bootstrapServers(),
                    "max.request.size",
                    16_000_000,
                    "buffer.memory",
                    32_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private ReplayBroker() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static void createTopic(String topic, int partitions, Map<String, String> config) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1)).configs(config)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            await().until(() -> admin.listTopics().names().get().contains(topic));
        }
    }

    static void send(ProducerRecord<byte[], byte[]> sent) throws Exception {
        PRODUCER.send(sent).get(60, TimeUnit.SECONDS);
    }

    static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(each -> sent.add(PRODUCER.send(each)));
        for (Future<?> each : sent) {
            each.get(60, TimeUnit.SECONDS);
        }
    }

    /** How many records of a topic a consumer group has not committed yet. */
    static long lag(String group, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            long committed = admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .filter(partition -> partition.getKey().topic().equals(topic))
                    .mapToLong(partition -> partition.getValue().offset())
                    .sum();
            return records(topic).size() - committed;
        }
    }

    /** All records, those of each partition in their order. */
    static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
