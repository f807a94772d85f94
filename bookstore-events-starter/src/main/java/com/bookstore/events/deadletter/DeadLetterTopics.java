package com.bookstore.events.deadletter;

import com.bookstore.events.deadletter.DeadLetterProperties.Destination;
import com.bookstore.events.topic.EventTopics;
import com.bookstore.events.topic.TopicResolver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;

/** Knows to which topic the dead letters of a topic go. Immutable and thread-safe. */
public final class DeadLetterTopics {

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

    /**
     * Tells whether a topic is for dead letters.
     *
     * @param topic the physical name of a topic
     * @return whether it is the one behind {@code dead-letter-queue}, or one whose name ends in {@code -dlt}
     */
    public boolean isDeadLetterTopic(String topic) {
        return topic.equals(resolver.deadLetterTopic()) || topic.endsWith(SUFFIX);
    }

    /**
     * Returns the topics for dead letters that this service knows.
     *
     * @return physical names: the one behind {@code dead-letter-queue}, those of the topics this service knows where each has
     *     its own, and those that are declared by such a name
     */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        names.add(resolver.deadLetterTopic());
        toCreate().topics().forEach(topic -> names.add(topic.name()));
        resolver.physicalNames().stream().filter(this::isDeadLetterTopic).forEach(names::add);
        return names;
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
