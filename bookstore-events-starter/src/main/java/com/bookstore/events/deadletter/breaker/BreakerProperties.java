package com.bookstore.events.deadletter.breaker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * When a listener is paused because whatever it is given fails.
 *
 * @param enabled whether a listener is paused at all
 * @param failures how many records in a row have to fail, with all their retries; the last of them is no dead letter
 * @param probeInterval how long a listener is paused before it tries a record again; twice as long after each that fails
 * @param maxProbeInterval how long it is paused at most
 * @param maxProbes how often a record may fail as the one that is tried until it becomes a dead letter after all
 */
@ConfigurationProperties("bookstore.events.dead-letter.breaker")
record BreakerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5") int failures,
        @DefaultValue("10s") Duration probeInterval,
        @DefaultValue("1m") Duration maxProbeInterval,
        @DefaultValue("10") int maxProbes) {

    BreakerProperties {
        Assert.isTrue(failures >= 1, "bookstore.events.dead-letter.breaker.failures must be at least 1");
        Assert.isTrue(
                probeInterval.toMillis() >= 1,
                "bookstore.events.dead-letter.breaker.probe-interval must be at least 1ms");
        Assert.isTrue(
                maxProbeInterval.compareTo(probeInterval) >= 0,
                "bookstore.events.dead-letter.breaker.max-probe-interval must not be shorter than probe-interval");
        Assert.isTrue(maxProbes >= 1, "bookstore.events.dead-letter.breaker.max-probes must be at least 1");
    }

    /** How long to pause after so many probes in a row have failed. */
    Duration pauseAfter(int failedProbes) {
        Duration pause = probeInterval;
        for (int probe = 0; probe < failedProbes && pause.compareTo(maxProbeInterval) < 0; probe++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(maxProbeInterval) < 0 ? pause : maxProbeInterval;
    }
}
