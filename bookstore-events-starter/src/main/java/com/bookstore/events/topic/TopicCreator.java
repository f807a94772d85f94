package com.bookstore.events.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates what is missing:
 *
 * <ol>
 *   <li>ask for all topics of {@link EventTopics}, which also tells whether the broker is there;
 *   <li>create those that are missing; a {@code NewTopic} bean of the same name replaces an event topic;
 *   <li>have Spring's admin create or extend the application's own topics;
 *   <li>have the application's admins of other clusters, if there are any, create theirs;
 *   <li>compare the event topics that existed with their declaration and report each difference.
 * </ol>
 */
final class TopicCreator {

    private static final Logger log = LoggerFactory.getLogger(TopicCreator.class);

    private static final int TIMEOUT_MILLIS = 5_000;

    private final KafkaAdmin kafkaAdmin;
    private final ListableBeanFactory beanFactory;
    private final boolean modifyConfigs;

    TopicCreator(KafkaAdmin kafkaAdmin, ListableBeanFactory beanFactory, boolean modifyConfigs) {
        this.kafkaAdmin = kafkaAdmin;
        this.beanFactory = beanFactory;
        this.modifyConfigs = modifyConfigs;
    }

    void createTopics() {
        Map<String, NewTopic> topics = eventTopics();
        Map<String, Object> config = new HashMap<>(kafkaAdmin.getConfigurationProperties());
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        Admin admin = Admin.create(config);
        try {
            createTopics(admin, topics);
        } finally {
            admin.close(Duration.ZERO); // a call that was interrupted is not waited for
        }
    }

    private void createTopics(Admin admin, Map<String, NewTopic> topics) {
        Map<String, TopicDescription> existing = describe(admin, topics);
        create(admin, topics, existing.keySet());
        createApplicationTopics(kafkaAdmin);
        createTopicsOfOtherClusters();
        List<NewTopic> declared = topics.values().stream()
                .filter(topic -> existing.containsKey(topic.name()))
                .toList();
        TopicComparison comparison = new TopicComparison(admin);
        if (modifyConfigs && !declared.isEmpty()) {
            kafkaAdmin.createOrModifyTopics(withExistingPartitions(declared, existing));
            comparison.reportLayout(declared, existing);
        } else {
            comparison.report(declared, existing);
        }
    }

    private Map<String, NewTopic> eventTopics() {
        Set<String> own = beanFactory.getBeansOfType(NewTopic.class, false, false).values().stream()
                .map(NewTopic::name)
                .collect(Collectors.toSet());
        return beanFactory.getBeansOfType(EventTopics.class, false, false).values().stream()
                .flatMap(topics -> topics.topics().stream())
                .filter(topic -> !own.contains(topic.name()))
                .collect(Collectors.toMap(NewTopic::name, topic -> topic, (first, second) -> first, TreeMap::new));
    }

    /** The first call after the start only logs a failure and answers as if there were no topics; the second throws it. */
    private static void createApplicationTopics(KafkaAdmin admin) {
        if (!admin.initialize()) {
            admin.initialize();
        }
    }

    private void createTopicsOfOtherClusters() {
        beanFactory.getBeansOfType(KafkaAdmin.class, false, false).values().stream()
                .filter(admin -> admin != kafkaAdmin)
                .forEach(TopicCreator::createApplicationTopics);
    }

    /** Removes from the topics those this service may not even look at. */
    private static Map<String, TopicDescription> describe(Admin admin, Map<String, NewTopic> topics) {
        DescribeTopicsResult result = admin.describeTopics(topics.keySet());
        Map<String, TopicDescription> existing = new HashMap<>();
        result.topicNameValues().forEach((name, future) -> {
            try {
                existing.put(name, await(future));
            } catch (KafkaException failure) {
                if (failure.getCause() instanceof TopicAuthorizationException) {
                    log.info("Topic '{}' is left alone: this service has no rights on it", name);
                    topics.remove(name);
                } else if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure;
                }
            }
        });
        return existing;
    }

    private static void create(Admin admin, Map<String, NewTopic> topics, Set<String> existing) {
        List<NewTopic> missing = topics.values().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<KafkaException> failures = new ArrayList<>();
        admin.createTopics(missing).values().values().forEach(future -> {
            try {
                await(future);
            } catch (KafkaException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    failures.add(failure);
                }
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static NewTopic[] withExistingPartitions(List<NewTopic> declared, Map<String, TopicDescription> existing) {
        return declared.stream()
                .map(topic -> new NewTopic(
                                topic.name(),
                                Objects.requireNonNull(existing.get(topic.name()))
                                        .partitions()
                                        .size(),
                                topic.replicationFactor())
                        .configs(topic.configs()))
                .toArray(NewTopic[]::new);
    }

    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new KafkaException(failure.getCause());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
