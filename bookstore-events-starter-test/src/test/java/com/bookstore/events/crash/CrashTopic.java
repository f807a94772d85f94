package com.bookstore.events.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topic of the service as the broker has it, and how far its group is. */
final class CrashTopic implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Admin admin;
    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final List<Stored> read = new ArrayList<>();

    /** Waits until the topic is there. */
    CrashTopic(String bootstrapServers) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(config);
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(CrashEvent.TOPIC, partition))
                .toList();
        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> consumer.partitionsFor(CrashEvent.TOPIC).size() == PARTITIONS);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records of a run, in the order of their partitions. */
    List<Stored> records(Run run) {
        Map<TopicPartition, Long> ends = ends();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(found -> read.add(Stored.of(found)));
                    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                });
        return read.stream().filter(stored -> stored.run().equals(run.id())).toList();
    }

    /** Waits until the group has committed everything. */
    void awaitConsumed() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> lag() == 0);
    }

    long lag() throws Exception {
        Map<TopicPartition, Long> ends = ends();
        var committed = admin.listConsumerGroupOffsets(CrashListeners.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(60, TimeUnit.SECONDS);
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var offset = committed.get(end.getKey());
                    return end.getValue() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    /** Spares the wait for the session of a dead member to end. */
    void forgetDeadMembers() throws Exception {
        admin.removeMembersFromConsumerGroup(CrashListeners.GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    /** Where the next records will be. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** Has the group, which has no members, read again from there. */
    void rewind(Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(CrashListeners.GROUP, committed).all().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    /** A record. */
    record Stored(String run, String account, String name, String eventId) {

        static Stored of(ConsumerRecord<String, String> found) {
            JsonNode event = JSON.readTree(found.value());
            String run = event.get("run").asString();
            String account = event.get("account").asString();
            return new Stored(
                    run,
                    account,
                    new CrashEvent(run, account, event.get("number").asInt()).name(),
                    event.get("eventId").asString());
        }
    }
}
