package com.bookstore.events.outbox.crash;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topic of the service as the broker has it. */
final class OutboxTopic implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Admin admin;
    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final List<Stored> read = new ArrayList<>();

    /** Creates the topic. */
    OutboxTopic(String bootstrapServers, int replicas) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(config);
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        create(Written.TOPIC, replicas);
        partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Written.TOPIC, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void create(String topic, int replicas) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.of((short) replicas))))
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
    }

    /** Waits until each partition has so many brokers that have all of it. */
    void awaitInSync(int brokers) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> described().partitions().stream()
                        .allMatch(partition -> partition.isr().size() == brokers));
    }

    /** The id of the broker that leads the partition of a key. */
    int leader(String key) throws Exception {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return described()
                .partitions()
                .get(BuiltInPartitioner.partitionForKey(bytes, PARTITIONS))
                .leader()
                .id();
    }

    private TopicDescription described() throws Exception {
        return admin.describeTopics(List.of(Written.TOPIC))
                .topicNameValues()
                .get(Written.TOPIC)
                .get(60, TimeUnit.SECONDS);
    }

    /** How many events there are of all runs. */
    long size() {
        return ends().values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions, PATIENCE);
    }

    /** All records of a run, in the order of their partitions. */
    List<Stored> records(String run) {
        Map<TopicPartition, Long> ends = ends();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(found -> read.add(Stored.of(found)));
                    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                });
        return read.stream().filter(stored -> stored.run().equals(run)).toList();
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    /** A record. */
    record Stored(String run, String account, int number, String eventId) {

        static Stored of(ConsumerRecord<String, String> found) {
            JsonNode event = JSON.readTree(found.value());
            return new Stored(
                    event.get("run").asString(),
                    event.get("account").asString(),
                    event.get("number").asInt(),
                    event.get("eventId").asString());
        }
    }
}
