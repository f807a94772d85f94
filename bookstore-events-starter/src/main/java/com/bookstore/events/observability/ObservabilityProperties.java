package com.bookstore.events.observability;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What is observed of the broker.
 *
 * @param groupLag the lag of this service's consumer groups
 * @param health the health indicator of Kafka
 */
@ConfigurationProperties("bookstore.events.observability")
record ObservabilityProperties(@DefaultValue GroupLag groupLag, @DefaultValue Health health) {

    /**
     * The lag of this service's consumer groups.
     *
     * @param enabled whether the broker is asked how many records each group has before it
     * @param interval how long to wait between two questions
     */
    record GroupLag(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration interval) {

        GroupLag {
            Assert.isTrue(
                    interval.toMillis() >= 100 && interval.compareTo(Duration.ofDays(1)) <= 0,
                    "bookstore.events.observability.group-lag.interval must be at least 100ms and at most a day");
        }
    }

    /**
     * The health indicator of Kafka.
     *
     * @param timeout how long the broker may take to answer before it counts as down
     * @param cache how long an answer serves further questions; 0 to ask each time
     */
    record Health(@DefaultValue("1500ms") Duration timeout, @DefaultValue("1s") Duration cache) {

        Health {
            Assert.isTrue(
                    timeout.toMillis() >= 100 && timeout.compareTo(Duration.ofMinutes(1)) <= 0,
                    "bookstore.events.observability.health.timeout must be at least 100ms and at most 1m");
            Assert.isTrue(
                    !cache.isNegative() && cache.compareTo(Duration.ofMinutes(1)) <= 0,
                    "bookstore.events.observability.health.cache must not be negative and at most 1m");
        }
    }
}
