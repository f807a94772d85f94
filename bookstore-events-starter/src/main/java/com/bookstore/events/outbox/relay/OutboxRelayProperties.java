package com.bookstore.events.outbox.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How stored events are relayed.
 *
 * @param relay whether this application relays what is stored; false where another one does
 * @param batchSize how many events are on their way at once
 * @param batchBytes how much these events may take in memory
 * @param pollInterval the longest pause between two looks at the table, when nothing is stored in this instance
 * @param lease how long a partition of the outbox stays with an instance that no longer answers
 * @param onRefused what happens to an event that Kafka refuses for good
 * @param unavailableTopicDelay how long events of a topic that cannot be reached wait before it is tried again
 * @param stopTimeout how long a shutdown waits for events on their way
 * @param health when the outbox is healthy
 * @param endpoint what the actuator's endpoint may do
 */
@ConfigurationProperties(OutboxRelayProperties.PREFIX)
record OutboxRelayProperties(
        @DefaultValue("true") boolean relay,
        @DefaultValue("2000") int batchSize,
        @DefaultValue("16MB") DataSize batchBytes,
        @DefaultValue("250ms") Duration pollInterval,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("park") OnRefused onRefused,
        @DefaultValue("5s") Duration unavailableTopicDelay,
        @DefaultValue("10s") Duration stopTimeout,
        @DefaultValue Health health,
        @DefaultValue Endpoint endpoint) {

    static final String PREFIX = "bookstore.events.outbox";

    OutboxRelayProperties {
        check(batchSize >= 1 && batchSize <= 10_000, "batch-size must be at least 1 and at most 10000");
        check(
                batchBytes.toBytes() >= 1 && batchBytes.toMegabytes() <= 1_024,
                "batch-bytes must be at least 1B and at most 1GB");
        check(
                pollInterval.toMillis() >= 1 && pollInterval.toHours() < 24,
                "poll-interval must be at least 1ms and shorter than a day");
        check(lease.toMillis() >= 1_000 && lease.toHours() < 24, "lease must be at least 1s and shorter than a day");
        check(
                unavailableTopicDelay.toMillis() >= 1 && unavailableTopicDelay.toHours() < 24,
                "unavailable-topic-delay must be at least 1ms and shorter than a day");
        check(
                !stopTimeout.isNegative() && stopTimeout.toHours() < 24,
                "stop-timeout must not be negative, and shorter than a day");
    }

    private static void check(boolean holds, String message) {
        Assert.isTrue(holds, PREFIX + "." + message);
    }

    /**
     * When the outbox is healthy.
     *
     * @param oldestAge how long the oldest event may wait before the health is OUT_OF_SERVICE
     */
    record Health(@DefaultValue("5m") Duration oldestAge) {

        Health {
            check(
                    oldestAge.toMillis() >= 1_000 && oldestAge.toDays() <= 3_650,
                    "health.oldest-age must be at least 1s and at most 3650 days");
        }
    }

    /**
     * What the actuator's endpoint may do.
     *
     * @param allowWrites whether events that are set aside may be put back or discarded
     */
    record Endpoint(@DefaultValue("false") boolean allowWrites) {}

    /** What happens to an event that Kafka refuses for good. */
    enum OnRefused {
        /** It is set aside, and the events behind it go on. */
        PARK,
        /** It is set aside, and the later events of its key wait until it is put back or discarded. */
        HOLD_KEY
    }
}
