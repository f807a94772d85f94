package com.bookstore.events.listening;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** The consumer settings the promises rest on: set where the application set nothing, checked where it did. */
final class ConsumerGuarantees {

    /** How soon a listener finds a topic that was created after it had asked for it; the client's default is 5 minutes. */
    private static final int METADATA_MAX_AGE_MILLIS = 5_000;

    private ConsumerGuarantees() {}

    /**
     * Adds what the application left open.
     *
     * @throws AutoCommitException if the application commits automatically and may not
     */
    static void apply(Map<String, Object> config, @Nullable String applicationName, boolean allowWeaker) {
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
    }
}
