package com.bookstore.events.listening;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** The consumer settings the promises rest on: set where the application set nothing, checked where it did. */
final class ConsumerGuarantees {

    /** How soon a listener finds a topic that was created after it had asked for it; the client's default is 5 minutes. */
    private static final int METADATA_MAX_AGE_MILLIS = 5_000;

    private ConsumerGuarantees() {}

    /**
     * Completes what the application configured.
     *
     * @return the settings it left open
     * @throws AutoCommitException if the application commits automatically and may not
     */
    static Map<String, Object> complete(
            Map<String, Object> configured, @Nullable String applicationName, boolean allowWeaker) {
        Map<String, Object> config = new HashMap<>(configured);
        Object autoCommit = config.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        if (autoCommit != null && Boolean.parseBoolean(autoCommit.toString()) && !allowWeaker) {
            throw new AutoCommitException();
        }
        config.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
        config.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        if (applicationName != null && !applicationName.isBlank()) {
            config.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, applicationName);
        }
        config.keySet().removeAll(configured.keySet());
        return config;
    }
}
