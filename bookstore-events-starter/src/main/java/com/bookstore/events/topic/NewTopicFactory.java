package com.bookstore.events.topic;

import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes Kafka's description of a topic out of ours. */
final class NewTopicFactory {

    private NewTopicFactory() {}

    static NewTopic create(TopicSettings settings) {
        String name = settings.name();
        if (name == null) {
            throw new IllegalArgumentException("A topic needs a name");
        }
        return new NewTopic(name, Optional.ofNullable(settings.partitions()), Optional.ofNullable(settings.replicas()))
                .configs(settings.kafkaConfig());
    }
}
