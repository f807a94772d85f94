package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.DeadLetterTopics;
import com.bookstore.events.deadletter.replay.DeadLetterReplayProperties.Destination;
import com.bookstore.events.deadletter.replay.ReplayPreview.Reason;
import com.bookstore.events.deadletter.store.DeadLetterTables;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/**
 * Knows where a dead letter may be sent. Its source is what a header says, which anybody may have written who can write to a
 * dead-letter topic: nothing is sent but to topics that the application is allowed to write to.
 */
final class ReplayTopics {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final Set<String> configured;
    private final Destination destination;
    private final DeadLetterTopics deadLetters;
    private final Set<String> declared;
    private final Supplier<Collection<MessageListenerContainer>> containers;

    ReplayTopics(
            Collection<String> configured,
            Destination destination,
            DeadLetterTopics deadLetters,
            Set<String> declared,
            Supplier<Collection<MessageListenerContainer>> containers) {
        this.configured = Set.copyOf(configured);
        this.destination = destination;
        this.deadLetters = deadLetters;
        this.declared = Set.copyOf(declared);
        this.containers = containers;
    }

    Decision decide(String sourceTopic, String group) {
        if (deadLetters.isDeadLetterTopic(sourceTopic)) {
            return new Decision(sourceTopic, Reason.NO_SOURCE);
        }
        String topic = sourceTopic;
        String suffix = "-" + group + "-retry";
        if (destination == Destination.RETRY_TOPIC && !sourceTopic.endsWith(suffix)) {
            topic = sourceTopic + suffix;
        }
        boolean allowed = TOPIC.matcher(topic).matches()
                && !deadLetters.isDeadLetterTopic(topic)
                && (configured.isEmpty() ? isOwn(topic) : configured.contains(topic));
        return new Decision(topic, allowed ? null : Reason.TOPIC_NOT_ALLOWED);
    }

    private boolean isOwn(String topic) {
        return declared.contains(topic)
                || containers.get().stream()
                        .filter(container -> !DeadLetterTables.LISTENER.equals(container.getListenerId()))
                        .anyMatch(container -> listensTo(container.getContainerProperties(), topic));
    }

    private static boolean listensTo(ContainerProperties listener, String topic) {
        String @Nullable [] topics = listener.getTopics();
        TopicPartitionOffset @Nullable [] partitions = listener.getTopicPartitions();
        Pattern pattern = listener.getTopicPattern();
        return (topics != null && List.of(topics).contains(topic))
                || (partitions != null
                        && List.of(partitions).stream()
                                .anyMatch(partition -> partition.getTopic().equals(topic)))
                || (pattern != null && pattern.matcher(topic).matches());
    }

    /**
     * Where a dead letter goes.
     *
     * @param topic the topic
     * @param refusal why it does not go there, or {@code null}
     */
    record Decision(String topic, @Nullable Reason refusal) {}
}
