package com.bookstore.cdc;

import com.bookstore.demo.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on a table's topic, from its beginning, seen with a plain Kafka client. Not thread-safe. */
final class ChangeTopic implements AutoCloseable {

    private final String name;
    private final Duration limit;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Change> changes = new ArrayList<>();

    /**
     * Begins to read.
     *
     * @param bootstrapServers the broker
     * @param name the topic, which need not be there yet
     * @param limit how long a wait takes at most
     */
    ChangeTopic(String bootstrapServers, String name, Duration limit) {
        this.name = name;
        this.limit = limit;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "changes-" + UUID.randomUUID(),
                        "auto.offset.reset", "earliest",
                        "allow.auto.create.topics", "false",
                        "metadata.max.age.ms", "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(name));
    }

    /** Waits until a change like this has come; returns the first. */
    Change await(String expected, Predicate<Change> condition) throws Exception {
        awaitAll(expected, seen -> seen.stream().anyMatch(condition));
        return changes.stream().filter(condition).findFirst().orElseThrow();
    }

    /** Waits until the changes so far are as expected; returns them. */
    List<Change> awaitAll(String expected, Predicate<List<Change>> condition) throws Exception {
        new Wait(limit, limit).until(expected + " on " + name, this::read, seen -> condition.test(seen.changes()));
        return List.copyOf(changes);
    }

    /** The changes so far. */
    List<Change> changes() {
        return List.copyOf(changes);
    }

    private Seen read() {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> changes.add(Change.of(record)));
        return new Seen(changes);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Says what came last when nothing was what was expected. */
    private record Seen(List<Change> changes) {

        @Override
        public String toString() {
            int from = Math.max(0, changes.size() - 20);
            return changes.size() + " changes, at last " + changes.subList(from, changes.size());
        }
    }
}
