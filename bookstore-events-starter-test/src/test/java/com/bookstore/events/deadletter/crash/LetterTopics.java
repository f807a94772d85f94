package com.bookstore.events.deadletter.crash;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.crash.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topic of the events and that of their dead letters as the broker has them, and how far their groups are. */
final class LetterTopics implements AutoCloseable {

    static final String LETTERS = "dying-letters";
    static final String STORE_GROUP = "dying-store";

    private static final int PARTITIONS = 3;
    private static final String MAX_SIZE = "max.message.bytes";
    private static final int MOST_BYTES = 1_000_000;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<TopicPartition> EVENTS = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Dying.TOPIC, partition))
            .toList();
    private static final List<TopicPartition> OF_LETTERS = List.of(new TopicPartition(LETTERS, 0));

    private final Admin admin;
    private final KafkaConsumer<String, String> consumer;
    private final List<Stored> read = new ArrayList<>();

    /** Creates the topics. */
    LetterTopics(String bootstrapServers) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(config);
        create(Dying.TOPIC, PARTITIONS);
        createLetters();
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(EVENTS);
        consumer.seekToBeginning(EVENTS);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private void create(String topic, int partitions) throws Exception {
        get(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                .all());
        Patience.until(() -> get(admin.listTopics().names()).contains(topic));
    }

    void createLetters() throws Exception {
        create(LETTERS, 1);
    }

    /** Waits until the group has forgotten them as well: the next ones begin at 0. */
    void deleteLetters() throws Exception {
        get(admin.deleteTopics(List.of(LETTERS)).all());
        Patience.until(() -> committed(STORE_GROUP).isEmpty()
                && !get(admin.listTopics().names()).contains(LETTERS));
    }

    /** Has dead letters be so large at most, in bytes with everything; or as before. */
    void limit(OptionalInt size) throws Exception {
        ConfigResource letters = new ConfigResource(ConfigResource.Type.TOPIC, LETTERS);
        String value = Integer.toString(size.orElse(MOST_BYTES));
        get(admin.incrementalAlterConfigs(Map.of(
                        letters,
                        List.of(new AlterConfigOp(new ConfigEntry(MAX_SIZE, value), AlterConfigOp.OpType.SET))))
                .all());
        Patience.until(() -> get(admin.describeConfigs(List.of(letters)).all())
                .get(letters)
                .get(MAX_SIZE)
                .value()
                .equals(value));
    }

    /** How many events there are of all runs, those that came again included. */
    long events() throws Exception {
        return sum(ends(EVENTS));
    }

    long letters() throws Exception {
        return sum(ends(OF_LETTERS));
    }

    private static long sum(Map<TopicPartition, Long> ends) {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(partitions.stream()
                                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        committed.values().removeIf(offset -> offset == null);
        return committed;
    }

    boolean areHandled() throws Exception {
        return lag(DeadLetterHandler.GROUP, EVENTS) == 0;
    }

    boolean areStored() throws Exception {
        return lag(STORE_GROUP, OF_LETTERS) == 0;
    }

    private long lag(String group, List<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        return ends(partitions).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return end.getValue() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    /** Has the groups, which have no members, go on behind everything. */
    void skip() throws Exception {
        for (String group : List.of(DeadLetterHandler.GROUP, STORE_GROUP)) {
            forgetMembers(group);
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            ends(group.equals(STORE_GROUP) ? OF_LETTERS : EVENTS)
                    .forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
            get(admin.alterConsumerGroupOffsets(group, offsets).all());
        }
    }

    /** Spares the wait for the session of dead members to end; the living ones join again. */
    void forgetMembers(String group) throws Exception {
        if (hasMembers(group)) {
            get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all());
        }
    }

    private boolean hasMembers(String group) throws Exception {
        try {
            return !get(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .members()
                    .isEmpty();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw failure;
        }
    }

    /** All records of a run, those of each partition in their order. */
    List<Stored> records(DyingRun run) throws Exception {
        Map<TopicPartition, Long> ends = ends(EVENTS);
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(found -> read.add(Stored.of(found)));
                    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                });
        return read.stream()
                .filter(stored -> stored.name().startsWith(run.id() + "/"))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    /**
     * A record.
     *
     * @param size of key, value and headers, in bytes
     * @param replay which dead letter it is a replay of, or {@code null}
     * @param count which of its replays it is, or 0
     */
    record Stored(
            String name, String eventId, int partition, long offset, int size, @Nullable String replay, int count) {

        static Stored of(ConsumerRecord<String, String> found) {
            JsonNode event = JSON.readTree(found.value());
            int size = found.serializedKeySize() + found.serializedValueSize();
            for (Header header : found.headers()) {
                size += header.key().length() + header.value().length + 10;
            }
            String count = text(found, CrashingLetters.REPLAY_COUNT);
            return new Stored(
                    Dying.name(
                            event.get("run").asString(),
                            event.get("account").asString(),
                            event.get("number").asInt()),
                    event.get("eventId").asString(),
                    found.partition(),
                    found.offset(),
                    size,
                    text(found, CrashingLetters.REPLAY_ID),
                    count == null ? 0 : Integer.parseInt(count));
        }

        private static @Nullable String text(ConsumerRecord<String, String> found, String header) {
            Header last = found.headers().lastHeader(header);
            return last == null ? null : new String(last.value(), StandardCharsets.UTF_8);
        }
    }
}
