package com.bookstore.events.deadletter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How the listeners that are annotated for retry topics try again, where the annotation does not say it.
 *
 * @param attempts how often a record is tried, the first attempt included
 * @param delay how long a record waits on the first retry topic
 * @param multiplier by how much each wait is longer than the one before; 1 for equal waits
 * @param maxDelay the longest wait
 */
@ConfigurationProperties("bookstore.events.retry-topic")
record RetryTopicProperties(
        @DefaultValue("3") int attempts,
        @DefaultValue("1s") Duration delay,
        @DefaultValue("2.0") double multiplier,
        @DefaultValue("30s") Duration maxDelay) {

    RetryTopicProperties {
        Assert.isTrue(attempts >= 1, "bookstore.events.retry-topic.attempts must be at least 1");
        Assert.isTrue(delay.toMillis() > 0, "bookstore.events.retry-topic.delay must be at least 1ms");
        Assert.isTrue(multiplier >= 1, "bookstore.events.retry-topic.multiplier must be at least 1");
        Assert.isTrue(
                maxDelay.compareTo(delay) >= 0,
                "bookstore.events.retry-topic.max-delay must not be shorter than delay");
    }
}
