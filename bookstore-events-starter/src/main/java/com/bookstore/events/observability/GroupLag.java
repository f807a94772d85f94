package com.bookstore.events.observability;

import com.bookstore.events.observability.ListenedTopics.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many records the groups of this application have before them:
 *
 * <ol>
 *   <li>ask which partitions the topics have that are listened to by name;
 *   <li>ask for the committed offsets of the groups, which also tell the topics a pattern found;
 *   <li>ask where each of these partitions begins and ends;
 *   <li>the lag is the end less the committed offset, or less the beginning if nothing is committed or retention has
 *       deleted what was next. Nothing is known of a partition without a committed offset that is not read from its
 *       beginning.
 * </ol>
 *
 * What cannot be asked, for want of rights or because it is gone, is left out.
 */
final class GroupLag {

    private final Admin admin;
    private final int timeoutMillis;

    GroupLag(Admin admin, int timeoutMillis) {
        this.admin = admin;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Asks the broker.
     *
     * @throws KafkaException if it does not answer
     */
    Map<Position, Long> measure(Map<String, Subscription> groups) throws InterruptedException {
        Set<String> topics = groups.values().stream()
                .flatMap(subscription -> subscription.topics().stream())
                .collect(Collectors.toSet());
        Map<String, TopicDescription> described =
                answers(admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                        .topicNameValues());
        List<Group> answered = new ArrayList<>();
        committed(groups.keySet()).forEach((name, committed) -> {
            Subscription subscription = Objects.requireNonNull(groups.get(name));
            Set<TopicPartition> partitions = partitions(subscription, described, committed.keySet());
            answered.add(new Group(name, subscription, partitions, committed));
        });
        Set<TopicPartition> partitions =
                answered.stream().flatMap(group -> group.partitions().stream()).collect(Collectors.toSet());
        return lags(answered, offsets(partitions, OffsetSpec.earliest()), offsets(partitions, OffsetSpec.latest()));
    }

    private static Map<Position, Long> lags(
            List<Group> groups, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        Map<Position, Long> lags = new HashMap<>();
        for (Group group : groups) {
            for (TopicPartition partition : group.partitions()) {
                Long end = ends.get(partition);
                Long next = next(group.committed().get(partition), beginnings.get(partition), group.subscription());
                if (end != null && next != null) {
                    lags.put(new Position(group.name(), partition), Math.max(0, end - next));
                }
            }
        }
        return lags;
    }

    private static @Nullable Long next(
            @Nullable OffsetAndMetadata committed, @Nullable Long beginning, Subscription subscription) {
        if (beginning == null || committed == null) {
            return subscription.isFromTheBeginning() ? beginning : null;
        }
        return Math.max(beginning, committed.offset());
    }

    private static Set<TopicPartition> partitions(
            Subscription subscription, Map<String, TopicDescription> topics, Collection<TopicPartition> committed) {
        Set<TopicPartition> partitions = new HashSet<>(subscription.partitions());
        for (String topic : subscription.topics()) {
            TopicDescription description = topics.get(topic);
            if (description != null) {
                description.partitions().forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        }
        committed.stream()
                .filter(partition -> subscription.matches(partition.topic()))
                .forEach(partitions::add);
        return partitions;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Set<String> groups)
            throws InterruptedException {
        var result = admin.listConsumerGroupOffsets(
                groups.stream().collect(Collectors.toMap(Function.identity(), g -> new ListConsumerGroupOffsetsSpec())),
                new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMillis));
        return answers(
                groups.stream().collect(Collectors.toMap(Function.identity(), result::partitionsToOffsetAndMetadata)));
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec)
            throws InterruptedException {
        ListOffsetsResult result = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec)),
                new ListOffsetsOptions().timeoutMs(timeoutMillis));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answers(partitions.stream().collect(Collectors.toMap(Function.identity(), result::partitionResult)))
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** Leaves out what was refused; if there is no answer at all and one may come later, that is the failure. */
    private static <K, V> Map<K, V> answers(Map<K, KafkaFuture<V>> futures) throws InterruptedException {
        Map<K, V> answers = new HashMap<>();
        List<Throwable> outages = new ArrayList<>();
        for (Map.Entry<K, KafkaFuture<V>> future : futures.entrySet()) {
            try {
                answers.put(future.getKey(), future.getValue().get());
            } catch (ExecutionException failure) {
                Throwable cause = failure.getCause();
                if (cause instanceof RetriableException && !(cause instanceof UnknownTopicOrPartitionException)) {
                    outages.add(cause);
                }
            }
        }
        if (answers.isEmpty() && !outages.isEmpty()) {
            throw new KafkaException(outages.get(0));
        }
        return answers;
    }

    /** A group's place in a partition. */
    record Position(String group, TopicPartition partition) {}

    private record Group(
            String name,
            Subscription subscription,
            Set<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed) {}
}
