package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.json.EventSerializer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topic of the changes and the one of their events. Not thread-safe. */
final class ChangeTopics implements AutoCloseable {

    static final String CHANGES = "cdc.books";
    static final String EVENTS = "inventory-events";

    private static final int DISTINCT = 20_000;
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Change[] changes;
    private final int events;

    ChangeTopics(BenchmarkService service, String bootstrapServers, int events) {
        this.admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        EventSerializer serializer = service.bean(EventSerializer.class);
        this.changes = IntStream.range(0, DISTINCT)
                .mapToObj(i -> Change.number(i, serializer))
                .toArray(Change[]::new);
        this.events = events;
        create();
        clear(CHANGES);
        fill(service.producerSettings());
    }

    private void create() {
        try {
            admin.createTopics(List.of(new NewTopic(CHANGES, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(failure.getCause());
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the topic is verified
    private void fill(Map<String, Object> settings) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                producer.send(change(i).toRecord());
            }
        }
        Tally.Count found = new Tally.Count(end(CHANGES), 0);
        if (found.events() != events) {
            throw new LostEventsException("the topic of changes", new Tally.Count(events, 0), found);
        }
    }

    Change change(int i) {
        return changes[i % DISTINCT];
    }

    int events() {
        return events;
    }

    long averageBytes() {
        return Math.round(Arrays.stream(changes)
                .mapToInt(change -> change.value().length)
                .average()
                .orElseThrow());
    }

    /** The change with this key, for who has its event ready. */
    Change ofBook(long id) {
        return changes[(int) (id - 1_000_000L)];
    }

    /** Removes all events. */
    void reset() {
        clear(EVENTS);
    }

    private void clear(String topic) {
        Map<TopicPartition, RecordsToDelete> all = consumer.endOffsets(partitions(topic)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
        await(admin.deleteRecords(all).all());
    }

    /** Reads all events and checks that each change is told once, and as it was. */
    void verify(String group) {
        Tally tally = new Tally();
        List<TopicPartition> partitions = partitions(EVENTS);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(PATIENCE)) {
                tally.add(checksum(found.value()));
            }
        }
        long expected = 0;
        for (int i = 0; i < events; i++) {
            expected += checksum(1_000_000L + i % DISTINCT, i % DISTINCT % 500);
        }
        tally.verify("the events of a round", new Tally.Count(events, expected));
        verifyCommitted(group);
    }

    private static long checksum(byte[] event) {
        JsonNode read = JSON.readTree(event);
        return checksum(read.get("bookId").asLong(), read.get("newStock").asInt());
    }

    private static long checksum(long book, int stock) {
        return book * 1_009 + stock;
    }

    private void verifyCommitted(String group) {
        long committed = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
        if (committed != ends(CHANGES)) {
            throw new LostEventsException(
                    "the offsets of group " + group, new Tally.Count(ends(CHANGES), 0), new Tally.Count(committed, 0));
        }
        await(admin.deleteConsumerGroups(List.of(group)).all());
    }

    private long end(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        long beginning = consumer.beginningOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return ends(topic) - beginning;
    }

    private long ends(String topic) {
        return consumer.endOffsets(partitions(topic)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("The broker refused", failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
