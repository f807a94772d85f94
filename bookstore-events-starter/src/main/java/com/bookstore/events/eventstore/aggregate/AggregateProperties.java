package com.bookstore.events.eventstore.aggregate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How commands are given to aggregates.
 *
 * @param maxAttempts how often a command is decided in all when other writers are faster
 */
@ConfigurationProperties(AggregateProperties.PREFIX)
record AggregateProperties(@DefaultValue("20") int maxAttempts) {

    static final String PREFIX = "bookstore.events.event-store.aggregates";

    private static final int MOST_ATTEMPTS = 1_000;

    AggregateProperties {
        Assert.isTrue(
                maxAttempts >= 1 && maxAttempts <= MOST_ATTEMPTS,
                PREFIX + ".max-attempts must be at least 1, at most 1000");
    }
}
