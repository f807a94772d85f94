package com.bookstore.events.deadletter;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What becomes of records that cannot be handled.
 *
 * @param destination where dead letters go
 * @param sendTimeout how long to wait for a dead letter's acknowledgement before the record is tried again
 * @param fullStackTrace whether the whole stack trace goes into the dead letter's headers instead of its first lines
 * @param nonRetryableExceptions exceptions that make a record a dead letter at once, subclasses included
 * @param retry how a failed record is tried again before it becomes a dead letter
 */
@ConfigurationProperties("bookstore.events.dead-letter")
record DeadLetterProperties(
        @DefaultValue("single") Destination destination,
        @DefaultValue("10s") Duration sendTimeout,
        @DefaultValue("false") boolean fullStackTrace,
        @DefaultValue List<Class<? extends Exception>> nonRetryableExceptions,
        @DefaultValue Retry retry) {

    DeadLetterProperties {
        Assert.isTrue(
                sendTimeout.toMillis() >= 100 && sendTimeout.toMillis() <= Integer.MAX_VALUE,
                "bookstore.events.dead-letter.send-timeout must be at least 100ms and at most 24 days");
    }

    /** Where dead letters go. */
    enum Destination {
        /** All to the topic behind {@code dead-letter-queue}. */
        SINGLE,
        /** Those of each topic to a topic of its own, named after it with {@code -dlt}. */
        PER_TOPIC
    }

    /**
     * How a failed record is tried again.
     *
     * @param maxRetries how often, after the first attempt; 0 to make it a dead letter at once
     * @param delay how long to wait before the first retry
     * @param multiplier by how much each wait is longer than the one before; 1 for equal waits
     * @param maxDelay the longest wait
     * @param jitter by how much a wait may randomly differ
     */
    record Retry(
            @DefaultValue("3") int maxRetries,
            @DefaultValue("1s") Duration delay,
            @DefaultValue("1.0") double multiplier,
            @DefaultValue("10s") Duration maxDelay,
            @DefaultValue("0s") Duration jitter) {

        Retry {
            Assert.isTrue(maxRetries >= 0, "bookstore.events.dead-letter.retry.max-retries must not be negative");
            Assert.isTrue(delay.toMillis() > 0, "bookstore.events.dead-letter.retry.delay must be at least 1ms");
            Assert.isTrue(multiplier >= 1, "bookstore.events.dead-letter.retry.multiplier must be at least 1");
            Assert.isTrue(
                    maxDelay.compareTo(delay) >= 0,
                    "bookstore.events.dead-letter.retry.max-delay must not be shorter than delay");
            Assert.isTrue(!jitter.isNegative(), "bookstore.events.dead-letter.retry.jitter must not be negative");
        }
    }
}
