package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How events of the event store are projected.
 *
 * @param enabled whether this application runs its projections; false where other instances do
 * @param table the table of the projections' positions, in the schema of the event store
 * @param initializeSchema in which databases the table is created at the start
 * @param transactionManager the name of the transaction manager bean, where the application has several
 * @param batchSize how many events a projection is given at once, and in one transaction, at most
 * @param batchBytes how much these events may take in memory, about
 * @param pollInterval the longest pause between two looks at the store, when nothing is appended in this instance
 * @param lease how long a projection stays with an instance that no longer answers
 * @param stopTimeout how long a shutdown waits for batches at work
 * @param retry what happens to a projection that fails
 * @param health when projections are healthy
 * @param endpoint what the actuator's endpoint may do
 */
@ConfigurationProperties(ProjectionProperties.PREFIX)
record ProjectionProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("event_projection") String table,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String transactionManager,
        @DefaultValue("500") int batchSize,
        @DefaultValue("4MB") DataSize batchBytes,
        @DefaultValue("250ms") Duration pollInterval,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("10s") Duration stopTimeout,
        @DefaultValue Retry retry,
        @DefaultValue Health health,
        @DefaultValue Endpoint endpoint) {

    static final String PREFIX = "bookstore.events.projections";

    ProjectionProperties {
        check(batchSize >= 1 && batchSize <= 5_000, "batch-size must be at least 1 and at most 5000");
        check(
                batchBytes.toBytes() >= 1 && batchBytes.toMegabytes() <= 1_024,
                "batch-bytes must be at least 1B and at most 1GB");
        check(
                pollInterval.toMillis() >= 1 && pollInterval.toHours() < 24,
                "poll-interval must be at least 1ms and shorter than a day");
        check(lease.toMillis() >= 1_000 && lease.toHours() < 24, "lease must be at least 1s and shorter than a day");
        check(
                !stopTimeout.isNegative() && stopTimeout.toHours() < 24,
                "stop-timeout must not be negative, and shorter than a day");
    }

    private static void check(boolean holds, String message) {
        Assert.isTrue(holds, PREFIX + "." + message);
    }

    /**
     * What happens to a projection that fails.
     *
     * @param attempts how often an event is tried before the projection stops
     * @param initialDelay the pause before the second attempt; each further one is twice as long
     * @param maxDelay the longest pause between two attempts
     */
    record Retry(
            @DefaultValue("10") int attempts,
            @DefaultValue("200ms") Duration initialDelay,
            @DefaultValue("30s") Duration maxDelay) {

        Retry {
            check(attempts >= 1 && attempts <= 1_000, "retry.attempts must be at least 1 and at most 1000");
            check(
                    initialDelay.toMillis() >= 1 && initialDelay.toHours() < 24,
                    "retry.initial-delay must be at least 1ms and shorter than a day");
            check(
                    maxDelay.compareTo(initialDelay) >= 0 && maxDelay.toHours() < 24,
                    "retry.max-delay must be at least retry.initial-delay and shorter than a day");
        }

        /** The pause after an attempt, from 1. */
        Duration after(int attempt) {
            Duration delay = initialDelay.multipliedBy(1L << Math.min(attempt - 1, 30));
            return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
        }
    }

    /**
     * When projections are healthy.
     *
     * @param lag how long an event may wait for a projection before the health is OUT_OF_SERVICE
     */
    record Health(@DefaultValue("5m") Duration lag) {

        Health {
            check(
                    lag.toMillis() >= 1_000 && lag.toDays() <= 3_650,
                    "health.lag must be at least 1s and at most 3650 days");
        }
    }

    /**
     * What the actuator's endpoint may do.
     *
     * @param allowWrites whether projections may be restarted and rebuilt
     */
    record Endpoint(@DefaultValue("false") boolean allowWrites) {}
}
