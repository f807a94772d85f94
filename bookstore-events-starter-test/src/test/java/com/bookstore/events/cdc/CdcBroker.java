package com.bookstore.events.cdc;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker of the tests of captured changes, and what is on its topics. */
final class CdcBroker {

    private static final KafkaBroker BROKER = KafkaBroker.builder()
            .heap(256)
            .property("auto.create.topics.enable", "false")
            .property("group.initial.rebalance.delay.ms", "0")
            .start();
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());
    private static final JsonMapper JSON = JsonMapper.shared();

    private CdcBroker() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static void suspend() {
        BROKER.suspend();
    }

    static void resume() {
        BROKER.resume();
    }

    static List<String> groups(String prefix) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            return admin.listGroups().all().get(60, TimeUnit.SECONDS).stream()
                    .map(GroupListing::groupId)
                    .filter(group -> group.startsWith(prefix))
                    .toList();
        }
    }

    /** How many offsets groups have committed. */
    static int committed(String prefix) throws Exception {
        int committed = 0;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            for (String group : groups(prefix)) {
                committed += admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(60, TimeUnit.SECONDS)
                        .size();
            }
        }
        return committed;
    }

    static void createTopic(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            await().until(() -> admin.listTopics().names().get().contains(topic));
        }
    }

    @SafeVarargs
    static void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
        send(Arrays.asList(records));
    }

    static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(each -> sent.add(PRODUCER.send(each)));
        for (Future<?> each : sent) {
            each.get(60, TimeUnit.SECONDS);
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

    /** The events of a topic, as JSON. */
    static List<JsonNode> events(String topic) {
        return records(topic).stream()
                .map(read -> JSON.readTree(new String(read.value(), StandardCharsets.UTF_8)))
                .toList();
    }
}
