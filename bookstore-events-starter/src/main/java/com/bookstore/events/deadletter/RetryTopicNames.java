package com.bookstore.events.deadletter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.retrytopic.DefaultDestinationTopicProcessor;
import org.springframework.kafka.retrytopic.DestinationTopic;
import org.springframework.kafka.retrytopic.DestinationTopicProcessor;
import org.springframework.kafka.retrytopic.DestinationTopicResolver;

/** Knows which retry topic belongs to which topic, from the listeners and not from any header. */
final class RetryTopicNames {

    private final Map<String, String> sources = new ConcurrentHashMap<>();
    private final Map<String, String> sourcesOfRetries = new ConcurrentHashMap<>();

    /** The topic a retry topic or a dead-letter topic of a listener belongs to, {@code null} for any other topic. */
    @Nullable
    String source(String topic) {
        return sources.get(topic);
    }

    /** The topic a retry topic belongs to, {@code null} for any other topic. */
    @Nullable
    String sourceOfRetry(String topic) {
        return sourcesOfRetries.get(topic);
    }

    /** The retry topics of a topic, and its dead-letter topic if its listener has one of its own. */
    List<String> of(String source) {
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().equals(source))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    DestinationTopicProcessor processor(DestinationTopicResolver resolver) {
        return new Listening(resolver);
    }

    private final class Listening extends DefaultDestinationTopicProcessor {

        private Listening(DestinationTopicResolver resolver) {
            super(resolver);
        }

        @Override
        public void registerDestinationTopic(
                String mainTopic,
                @Nullable String destination,
                DestinationTopic.Properties properties,
                DestinationTopicProcessor.Context context) {
            if (destination != null && !properties.isMainEndpoint()) {
                sources.put(destination, mainTopic);
                if (!properties.isDltTopic()) {
                    sourcesOfRetries.put(destination, mainTopic);
                }
            }
            super.registerDestinationTopic(mainTopic, destination, properties, context);
        }
    }
}
