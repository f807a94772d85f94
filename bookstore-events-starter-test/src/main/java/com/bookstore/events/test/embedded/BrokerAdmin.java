package com.bookstore.events.test.embedded;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of the broker of this JVM. */
final class BrokerAdmin implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerAdmin.class);
    private static final int ANSWER_SECONDS = 20;
    private static final int PARTITIONS = 3;

    private final Admin admin;

    BrokerAdmin(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    static NewTopic newTopic(String name) {
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.of((short) 1));
    }

    /** Creates the topics that are missing, and waits until they are there. */
    void create(Collection<NewTopic> topics) {
        admin.createTopics(topics).values().values().forEach(created -> {
            try {
                await(created);
            } catch (KafkaException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
            }
        });
        Set<String> names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(ANSWER_SECONDS))
                .until(() -> partitions().keySet().containsAll(names));
    }

    /** The partitions of all topics but Kafka's own. */
    Map<String, Set<TopicPartition>> partitions() {
        Set<String> names = await(admin.listTopics().names());
        return await(admin.describeTopics(names).allTopicNames()).values().stream()
                .collect(Collectors.toMap(topic -> topic.name(), topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                        .collect(Collectors.toSet())));
    }

    /** Has a group without members start behind everything that is there. */
    void skipToEnd(ListenerGroup group) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        ends(group.partitions(partitions()))
                .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        if (ends.isEmpty()) {
            return;
        }
        try {
            await(admin.alterConsumerGroupOffsets(group.id(), ends).all());
        } catch (KafkaException failure) {
            Throwable cause = failure.getCause();
            if (!(cause instanceof UnknownMemberIdException || cause instanceof GroupNotEmptyException)) {
                throw failure;
            }
            log.warn(
                    "Group '{}' has listeners of another running context, so this one's may get what tests of the other"
                            + " published",
                    group.id());
        }
    }

    /** By how much a group is behind, for each partition where it is. */
    Map<TopicPartition, String> lag(ListenerGroup group) {
        Map<TopicPartition, Long> ends = ends(new HashSet<>(group.assigned()));
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group.id()).partitionsToOffsetAndMetadata());
        Map<TopicPartition, String> lag = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata offset = committed.get(partition);
            long handled = offset == null ? 0 : offset.offset();
            if (handled < end) {
                lag.put(partition, "%d of %d".formatted(handled, end));
            }
        });
        return lag;
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, ListOffsetsResultInfo> ends = await(admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest())))
                .all());
        return ends.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue()
                .offset()));
    }

    String members(String group) {
        try {
            return await(admin.describeConsumerGroups(List.of(group)).all())
                    .values()
                    .iterator()
                    .next()
                    .members()
                    .stream()
                    .map(member -> member.clientId() + member.assignment().topicPartitions())
                    .collect(Collectors.joining(", ", "(", ")"));
        } catch (KafkaException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return "none";
            }
            throw failure;
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new KafkaException(failure.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("The embedded broker did not answer in " + ANSWER_SECONDS + " s", late);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new KafkaException(interruption);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
