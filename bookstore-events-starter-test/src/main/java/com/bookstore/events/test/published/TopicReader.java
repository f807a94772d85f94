package com.bookstore.events.test.published;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all topics of a broker but Kafka's own, also those that appear later, which are read from their start. It belongs to
 * no group and commits nothing; records of transactions that were rolled back are not seen.
 */
final class TopicReader implements RecordReader {

    private static final String KAFKAS_OWN = "__";
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte @Nullable []> consumer;
    private final Set<TopicPartition> known = new HashSet<>();

    TopicReader(Map<String, Object> clientProperties) {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        config.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void skipToEnd() {
        Set<TopicPartition> partitions = partitions();
        known.clear();
        known.addAll(partitions);
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    @Override
    public List<ConsumerRecord<byte[], byte @Nullable []>> read(Duration wait) {
        assignNewPartitions();
        return poll(wait);
    }

    @Override
    public List<ConsumerRecord<byte[], byte @Nullable []>> readToEnd() {
        assignNewPartitions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<ConsumerRecord<byte[], byte @Nullable []>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            records.addAll(poll(POLL));
        }
        return records;
    }

    private List<ConsumerRecord<byte[], byte @Nullable []>> poll(Duration wait) {
        List<ConsumerRecord<byte[], byte @Nullable []>> records = new ArrayList<>();
        if (!known.isEmpty()) {
            consumer.poll(wait).forEach(records::add);
        }
        return records;
    }

    private void assignNewPartitions() {
        Set<TopicPartition> partitions = partitions();
        if (partitions.equals(known)) {
            return;
        }
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(known);
        consumer.assign(partitions);
        consumer.seekToBeginning(added);
        known.clear();
        known.addAll(partitions);
    }

    private Set<TopicPartition> partitions() {
        return consumer.listTopics().entrySet().stream()
                .filter(topic -> !topic.getKey().startsWith(KAFKAS_OWN))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
