package com.bookstore.events.inbox;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker of the inbox's tests, and plain clients of it. */
final class SharedBroker {

    private static final KafkaBroker BROKER = KafkaBroker.builder()
            .heap(256)
            .property("group.initial.rebalance.delay.ms", "0")
            .start();
    private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
    private static final KafkaProducer<String, String> PRODUCER = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private SharedBroker() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static void createTopics(int partitions, List<String> topics) throws Exception {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1)))
                .toList();
        ADMIN.createTopics(wanted).all().get(60, TimeUnit.SECONDS);
        await().until(() -> ADMIN.listTopics().names().get().containsAll(topics));
    }

    static Set<String> topics() throws Exception {
        return ADMIN.listTopics().names().get(60, TimeUnit.SECONDS);
    }

    /** A setting of a topic as the broker has it. */
    static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return ADMIN.describeConfigs(List.of(resource))
                .all()
                .get(60, TimeUnit.SECONDS)
                .get(resource)
                .get(name)
                .value();
    }

    static void send(String topic, String key, String... values) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (String value : values) {
            sent.add(PRODUCER.send(new ProducerRecord<>(topic, key, value)));
        }
        for (Future<?> outcome : sent) {
            outcome.get(60, TimeUnit.SECONDS);
        }
    }

    /** Without waiting, to any partition. */
    static void sendAnywhere(String topic, String value) {
        PRODUCER.send(new ProducerRecord<>(
                topic,
                ThreadLocalRandom.current()
                        .nextInt(PRODUCER.partitionsFor(topic).size()),
                null,
                value));
    }

    static void send(ProducerRecord<String, String> producerRecord) throws Exception {
        PRODUCER.send(producerRecord).get(60, TimeUnit.SECONDS);
    }

    /** How many records a group has not committed. */
    static long lag(String group, String topic) throws Exception {
        Map<TopicPartition, Long> ends = ends(topic);
        var committed = ADMIN.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(60, TimeUnit.SECONDS);
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var offset = committed.get(end.getKey());
                    return end.getValue() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    static Map<TopicPartition, Long> ends(String topic) throws Exception {
        var partitions = ADMIN.describeTopics(List.of(topic))
                .allTopicNames()
                .get(60, TimeUnit.SECONDS)
                .get(topic)
                .partitions();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(
                partition -> latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        ADMIN.listOffsets(latest)
                .all()
                .get(60, TimeUnit.SECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Everything that is on a topic now. */
    static List<ConsumerRecord<String, String>> readAll(String topic) throws Exception {
        Map<TopicPartition, Long> ends = ends(topic);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return found;
        }
    }

    /** Has a group without members read everything again. */
    static void rewind(String group, String topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        ends(topic).keySet().forEach(partition -> start.put(partition, new OffsetAndMetadata(0)));
        ADMIN.alterConsumerGroupOffsets(group, start).all().get(60, TimeUnit.SECONDS);
    }

    /** Reads a topic from its start until the record is found. */
    static ConsumerRecord<String, String> find(String topic, Predicate<ConsumerRecord<String, String>> wanted) {
        await().atMost(PATIENCE).until(() -> ADMIN.listTopics().names().get().contains(topic));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(read -> {
                    if (wanted.test(read)) {
                        found.add(read);
                    }
                });
                return !found.isEmpty();
            });
            return found.get(0);
        }
    }
}
