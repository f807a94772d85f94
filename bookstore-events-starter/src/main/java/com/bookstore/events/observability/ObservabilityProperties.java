package com.bookstore.events.observability;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What is observed of the broker.
 *
 * @param groupLag the lag of this service's consumer groups
 */
@ConfigurationProperties("bookstore.events.observability")
record ObservabilityProperties(@DefaultValue GroupLag groupLag) {

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
}
