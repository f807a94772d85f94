package com.bookstore.events.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How events are published.
 *
 * @param mode what an injected EventPublisher does: kafka sends at once, outbox stores with the business transaction
 * @param maxBlock how long a call may wait for metadata or buffer space; spring.kafka.producer settings win
 * @param deliveryTimeout how long an event may wait for its acknowledgement; spring.kafka.producer settings win
 * @param allowWeakerGuarantees whether spring.kafka settings that lose, repeat or reorder events are accepted
 * @param circuitBreaker when to stop asking an unreachable broker
 */
@ConfigurationProperties("bookstore.events.publishing")
record PublishingProperties(
        @DefaultValue("kafka") Mode mode,
        @DefaultValue("5s") Duration maxBlock,
        @DefaultValue("30s") Duration deliveryTimeout,
        @DefaultValue("false") boolean allowWeakerGuarantees,
        @DefaultValue Breaker circuitBreaker) {

    PublishingProperties {
        Assert.isTrue(!maxBlock.isNegative(), "bookstore.events.publishing.max-block must not be negative");
        Assert.isTrue(
                deliveryTimeout.toMillis() >= 100 && deliveryTimeout.toMillis() <= Integer.MAX_VALUE,
                "bookstore.events.publishing.delivery-timeout must be at least 100ms and at most 24 days");
    }

    /** What an injected EventPublisher does. */
    enum Mode {
        /** It sends events to Kafka at once. */
        KAFKA,
        /** It stores events in the outbox, with the business transaction. */
        OUTBOX
    }

    /**
     * When to stop asking an unreachable broker.
     *
     * @param enabled whether an unreachable broker makes publishing fail at once; needs resilience4j-circuitbreaker
     * @param failureRateThreshold the share of failures, in percent, that opens the circuit
     * @param minimumCalls how many events are tried before the share counts
     * @param window over how many of the last events the share is taken
     * @param openDuration how long the circuit stays open before a few events are tried again
     */
    record Breaker(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("50") float failureRateThreshold,
            @DefaultValue("5") int minimumCalls,
            @DefaultValue("20") int window,
            @DefaultValue("5s") Duration openDuration) {

        Breaker {
            Assert.isTrue(
                    failureRateThreshold > 0 && failureRateThreshold <= 100,
                    "bookstore.events.publishing.circuit-breaker.failure-rate-threshold must be above 0 and at most 100");
            Assert.isTrue(
                    minimumCalls >= 1, "bookstore.events.publishing.circuit-breaker.minimum-calls must be at least 1");
            Assert.isTrue(window >= 1, "bookstore.events.publishing.circuit-breaker.window must be at least 1");
            Assert.isTrue(
                    openDuration.toMillis() >= 1,
                    "bookstore.events.publishing.circuit-breaker.open-duration must be at least 1ms");
        }
    }
}
