package com.bookstore.events.test.embedded;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;

/** The containers of one context that belong to one consumer group: together they have the partitions of their topics. */
record ListenerGroup(String id, List<MessageListenerContainer> containers) {

    /** The groups of containers that are subscribed to topics; those with partitions of their own choice have no group. */
    static List<ListenerGroup> of(Collection<MessageListenerContainer> containers) {
        Map<String, List<MessageListenerContainer>> byGroup = containers.stream()
                .filter(container -> container.getContainerProperties().getTopicPartitions() == null)
                .filter(container -> container.getGroupId() != null)
                .collect(Collectors.groupingBy(MessageListenerContainer::getGroupId));
        return byGroup.entrySet().stream()
                .map(group -> new ListenerGroup(group.getKey(), group.getValue()))
                .toList();
    }

    /** The topics named by its listeners. */
    Set<String> topics() {
        return containers.stream()
                .map(container -> container.getContainerProperties().getTopics())
                .filter(topics -> topics != null)
                .flatMap(Stream::of)
                .collect(Collectors.toSet());
    }

    /** The partitions of all its topics, those that match a pattern included. */
    Set<TopicPartition> partitions(Map<String, Set<TopicPartition>> existing) {
        Set<TopicPartition> partitions = new HashSet<>();
        existing.forEach((topic, ofTopic) -> {
            if (containers.stream().anyMatch(container -> isSubscribed(container.getContainerProperties(), topic))) {
                partitions.addAll(ofTopic);
            }
        });
        return partitions;
    }

    private static boolean isSubscribed(ContainerProperties properties, String topic) {
        String[] topics = properties.getTopics();
        return topics == null
                ? properties.getTopicPattern() != null
                        && properties.getTopicPattern().matcher(topic).matches()
                : List.of(topics).contains(topic);
    }

    Set<TopicPartition> assigned() {
        return containers.stream()
                .map(MessageListenerContainer::getAssignedPartitions)
                .filter(partitions -> partitions != null)
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
    }
}
