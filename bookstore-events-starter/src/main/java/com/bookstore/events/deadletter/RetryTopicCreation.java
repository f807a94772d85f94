package com.bookstore.events.deadletter;

import com.bookstore.events.topic.EventTopics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Declares retry topics as what they are retries of: with its partitions, replicas and settings, so that a record keeps its
 * partition and fits. They are never compacted: two records of one key may wait at the same time.
 */
final class RetryTopicCreation {

    private final RetryTopicNames names;
    private final ObjectProvider<EventTopics> eventTopics;
    private final ObjectProvider<NewTopic> applicationTopics;
    private final ConfigurableListableBeanFactory beans;

    RetryTopicCreation(
            RetryTopicNames names,
            ObjectProvider<EventTopics> eventTopics,
            ObjectProvider<NewTopic> applicationTopics,
            ConfigurableListableBeanFactory beans) {
        this.names = names;
        this.eventTopics = eventTopics;
        this.applicationTopics = applicationTopics;
        this.beans = beans;
    }

    /** Declares the retry topics of the topics of one listener. */
    void declare(String listenerId, Collection<String> listened) {
        List<NewTopic> declared = new ArrayList<>();
        for (String source : listened) {
            names.of(source).forEach(topic -> declared.add(like(source(source), topic)));
        }
        beans.registerSingleton(listenerId + "-retryEventTopics", new EventTopics(declared.toArray(NewTopic[]::new)));
    }

    private @Nullable NewTopic source(String name) {
        return Stream.concat(applicationTopics.stream(), eventTopics.stream().flatMap(some -> some.topics().stream()))
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static NewTopic like(@Nullable NewTopic source, String topic) {
        if (source == null) {
            return new NewTopic(topic, Optional.empty(), Optional.empty());
        }
        Map<String, String> settings = new HashMap<>();
        if (source.configs() != null) {
            settings.putAll(source.configs());
            settings.remove("cleanup.policy");
        }
        return new NewTopic(
                        topic,
                        Optional.of(source.numPartitions()).filter(number -> number > 0),
                        Optional.of(source.replicationFactor()).filter(number -> number > 0))
                .configs(settings);
    }
}
