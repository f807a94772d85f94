package com.bookstore.events.deadletter;

import com.bookstore.events.deadletter.DeadLetterProperties.Destination;
import com.bookstore.events.topic.EventTopics;
import com.bookstore.events.topic.TopicResolver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** Knows to which topic the dead letters of a topic go. */
final class DeadLetterTopics {

    private static final String SUFFIX = "-dlt";
    private static final String RETENTION_90_DAYS = "7776000000";
    private static final String ROOM_FOR_HEADERS = "4194304";

    private final Destination destination;
    private final TopicResolver resolver;

    DeadLetterTopics(Destination destination, TopicResolver resolver) {
        this.destination = destination;
        this.resolver = resolver;
    }

    String of(String topic) {
        return destination == Destination.SINGLE ? resolver.deadLetterTopic() : topic + SUFFIX;
    }

    boolean isDeadLetterTopic(String topic) {
        return topic.equals(resolver.deadLetterTopic()) || topic.endsWith(SUFFIX);
    }

    /** The topics to create besides {@code dead-letter-queue}. */
    EventTopics toCreate() {
        Collection<String> sources = destination == Destination.SINGLE ? List.<String>of() : resolver.physicalNames();
        return new EventTopics(sources.stream()
                .filter(topic -> !isDeadLetterTopic(topic))
                .map(topic -> new NewTopic(topic + SUFFIX, Optional.of(1), Optional.empty())
                        .configs(Map.of("retention.ms", RETENTION_90_DAYS, "max.message.bytes", ROOM_FOR_HEADERS)))
                .toArray(NewTopic[]::new));
    }
}
