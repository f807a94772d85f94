package com.bookstore.events.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Knows the physical name behind a topic's logical name. Immutable and thread-safe. */
public final class TopicResolver {

    private static final int DEFAULT_PARTITIONS = 3;

    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final Map<String, TopicSettings> topics;

    private TopicResolver(Map<String, TopicSettings> topics) {
        this.topics = topics;
    }

    /**
     * Merges what is known of each topic: the application's settings, then names set the old way, then what ships with the
     * library, then the defaults.
     *
     * @throws InvalidTopicNameException if Kafka takes no topic of such a name
     */
    static TopicResolver of(
            Map<String, TopicSettings> configured, Map<String, String> classicNames, Collection<String> eventTopics) {
        Map<String, TopicSettings> topics = new LinkedHashMap<>(ShippedTopics.settings());
        eventTopics.forEach(topic -> topics.putIfAbsent(topic, TopicSettings.NONE));
        configured.keySet().forEach(topic -> topics.putIfAbsent(topic, TopicSettings.NONE));
        classicNames.forEach((logical, physical) ->
                topics.computeIfPresent(logical, (topic, settings) -> settings.withName(physical)));
        configured.forEach((topic, settings) -> topics.merge(topic, settings, (known, own) -> own.orElse(known)));
        topics.replaceAll((topic, settings) -> settings.orElse(defaults(topic)));
        TopicResolver resolver = new TopicResolver(topics);
        topics.keySet().forEach(topic -> check(topic, resolver.resolve(topic)));
        return resolver;
    }

    private static void check(String logicalName, String physicalName) {
        if (!NAME.matcher(physicalName).matches()) {
            throw new InvalidTopicNameException(logicalName, physicalName);
        }
    }

    private static TopicSettings defaults(String logicalName) {
        return new TopicSettings(logicalName, DEFAULT_PARTITIONS, null, null, null, null, null, Map.of());
    }

    /**
     * Returns the physical name of a topic.
     *
     * @param logicalName the logical name
     * @return the physical name; the logical name itself if the topic is not known
     */
    public String resolve(String logicalName) {
        TopicSettings settings = topics.get(logicalName);
        return settings == null || settings.name() == null ? logicalName : settings.name();
    }

    /**
     * Returns the physical name of the topic for dead letters.
     *
     * @return the name behind {@code dead-letter-queue}
     */
    public String deadLetterTopic() {
        return resolve(ShippedTopics.DEAD_LETTERS);
    }

    /**
     * Returns the physical names of all topics this service knows, that of dead letters included.
     *
     * @return an unmodifiable collection
     */
    public Collection<String> physicalNames() {
        return Collections.unmodifiableCollection(
                topics.keySet().stream().map(this::resolve).toList());
    }

    /**
     * Returns how long records are kept on the topics for which that is declared, here or for Kafka by
     * {@code config.[retention.ms]}. Where Kafka compacts a topic and does not delete from it, they are kept for ever.
     *
     * @return physical names to durations of at least 1 ms, hundreds of millions of years for what is kept for ever
     */
    public Map<String, Duration> retentions() {
        Map<String, Duration> retentions = new HashMap<>();
        topics.forEach((topic, settings) -> {
            String millis = settings.kafkaConfig().get("retention.ms");
            String policy = settings.kafkaConfig().get("cleanup.policy");
            if (policy != null && !policy.contains("delete")) {
                retentions.put(resolve(topic), Duration.ofMillis(Long.MAX_VALUE));
            } else if (millis != null) {
                long parsed = Long.parseLong(millis.trim());
                retentions.put(resolve(topic), Duration.ofMillis(parsed < 0 ? Long.MAX_VALUE : parsed));
            }
        });
        return retentions;
    }

    Map<String, TopicSettings> topics() {
        return topics;
    }
}
