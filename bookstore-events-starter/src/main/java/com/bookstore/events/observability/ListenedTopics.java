package com.bookstore.events.observability;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/** Knows what the listeners of this application listen to. */
final class ListenedTopics {

    private final KafkaListenerEndpointRegistry registry;
    private final String defaultReset;

    /** Takes what {@code auto.offset.reset} is where a listener does not say otherwise. */
    ListenedTopics(KafkaListenerEndpointRegistry registry, String defaultReset) {
        this.registry = registry;
        this.defaultReset = defaultReset;
    }

    Map<String, Subscription> byGroup() {
        Map<String, Subscription> groups = new TreeMap<>();
        for (MessageListenerContainer container : registry.getListenerContainers()) {
            String group = container.getGroupId();
            if (group != null) {
                add(container.getContainerProperties(), groups.computeIfAbsent(group, name -> new Subscription()));
            }
        }
        return groups;
    }

    /** The topics that are listened to by their names, those of listeners without a group included. */
    Set<String> names() {
        Subscription all = new Subscription();
        registry.getListenerContainers().forEach(container -> add(container.getContainerProperties(), all));
        Set<String> names = new TreeSet<>(all.topics);
        all.partitions.forEach(partition -> names.add(partition.topic()));
        return names;
    }

    private void add(ContainerProperties container, Subscription subscription) {
        String @Nullable [] topics = container.getTopics();
        if (topics != null) {
            subscription.topics.addAll(List.of(topics));
        }
        TopicPartitionOffset @Nullable [] partitions = container.getTopicPartitions();
        if (partitions != null) {
            for (TopicPartitionOffset partition : partitions) {
                subscription.partitions.add(partition.getTopicPartition());
            }
        }
        if (container.getTopicPattern() != null) {
            subscription.patterns.add(container.getTopicPattern());
        }
        String reset = container
                .getKafkaConsumerProperties()
                .getProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, defaultReset);
        subscription.fromTheBeginning &= reset.equalsIgnoreCase("earliest");
    }

    /** What the listeners of one group listen to. */
    static final class Subscription {

        private final Set<String> topics = new TreeSet<>();
        private final Set<TopicPartition> partitions = new HashSet<>();
        private final List<Pattern> patterns = new ArrayList<>();
        private boolean fromTheBeginning = true;

        Set<String> topics() {
            return topics;
        }

        Set<TopicPartition> partitions() {
            return partitions;
        }

        /** Whether a topic is one that is listened to by a pattern of names. */
        boolean matches(String topic) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(topic).matches());
        }

        /** Whether a partition without a committed offset is read from its beginning. */
        boolean isFromTheBeginning() {
            return fromTheBeginning;
        }
    }
}
