package com.bookstore.events.topic;

import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Topics this library creates where they are missing and otherwise leaves alone. Spring's admin does not see them: it would
 * add partitions to existing topics, and with them break the order within a key.
 */
public final class EventTopics extends KafkaAdmin.NewTopics {

    private final List<NewTopic> topics;

    /**
     * Declares topics.
     *
     * @param topics the topics
     */
    public EventTopics(NewTopic... topics) {
        this.topics = List.of(topics);
    }

    /**
     * Returns the declared topics.
     *
     * @return an unmodifiable list
     */
    public List<NewTopic> topics() {
        return topics;
    }
}
