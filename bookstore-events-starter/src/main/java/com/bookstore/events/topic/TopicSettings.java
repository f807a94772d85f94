package com.bookstore.events.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one topic; what is {@code null} is the library's default, or else the broker's.
 *
 * @param name the physical name
 * @param partitions how many partitions a new topic gets
 * @param replicas how many replicas a new topic gets
 * @param retention how long records are kept
 * @param compression the compression type of the topic
 * @param cleanupPolicy {@code delete}, {@code compact} or both
 * @param minInsyncReplicas how many replicas must have a record before it is acknowledged
 * @param config further topic settings of Kafka by their names
 */
record TopicSettings(
        @Nullable String name,
        @Nullable Integer partitions,
        @Nullable Short replicas,
        @Nullable Duration retention,
        @Nullable String compression,
        @Nullable String cleanupPolicy,
        @Nullable Integer minInsyncReplicas,
        Map<String, String> config) {

    TopicSettings {
        config = orEmpty(config);
    }

    /**
     * Checks what Kafka would refuse.
     *
     * @throws IllegalArgumentException if a setting is out of range
     */
    void check(String property) {
        check(partitions == null || partitions >= 1, property + ".partitions must be at least 1");
        check(replicas == null || replicas >= 1, property + ".replicas must be at least 1");
        check(
                minInsyncReplicas == null || minInsyncReplicas >= 1,
                property + ".min-insync-replicas must be at least 1");
        check(
                retention == null || retention.toMillis() > 0,
                property + ".retention must be at least 1ms; to keep records for ever set " + property
                        + ".config.[retention.ms]=-1");
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }

    static final TopicSettings NONE = new TopicSettings(null, null, null, null, null, null, null, Map.of());

    static TopicSettings shipped(int partitions, @Nullable Duration retention, @Nullable String compression) {
        return new TopicSettings(null, partitions, null, retention, compression, null, null, Map.of());
    }

    TopicSettings withConfig(String key, String value) {
        Map<String, String> merged = new HashMap<>(config);
        merged.put(key, value);
        return new TopicSettings(
                name, partitions, replicas, retention, compression, cleanupPolicy, minInsyncReplicas, merged);
    }

    TopicSettings withName(String physicalName) {
        return new TopicSettings(
                physicalName, partitions, replicas, retention, compression, cleanupPolicy, minInsyncReplicas, config);
    }

    TopicSettings orElse(TopicSettings defaults) {
        Map<String, String> merged = new HashMap<>(defaults.config);
        merged.putAll(config);
        return new TopicSettings(
                or(name, defaults.name),
                or(partitions, defaults.partitions),
                or(replicas, defaults.replicas),
                or(retention, defaults.retention),
                or(compression, defaults.compression),
                or(cleanupPolicy, defaults.cleanupPolicy),
                or(minInsyncReplicas, defaults.minInsyncReplicas),
                merged);
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> config) {
        return config == null ? Map.of() : Map.copyOf(config);
    }

    private static <T> @Nullable T or(@Nullable T value, @Nullable T other) {
        return value == null ? other : value;
    }

    Map<String, String> kafkaConfig() {
        Map<String, String> all = new HashMap<>(config);
        if (retention != null) {
            all.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (compression != null) {
            all.put("compression.type", compression);
        }
        if (cleanupPolicy != null) {
            all.put("cleanup.policy", cleanupPolicy);
        }
        if (minInsyncReplicas != null) {
            all.put("min.insync.replicas", minInsyncReplicas.toString());
        }
        return all;
    }
}
