package com.bookstore.events.deadletter;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/** The waits between the attempts to handle a record. */
final class RetryPauses {

    /** A dead letter is sent at most three times, each time waiting for the acknowledgement; then there is a pause. */
    private static final int MAX_SENDS = 3;

    private RetryPauses() {}

    static BackOff backOff(DeadLetterProperties.Retry retry) {
        ExponentialBackOff backOff = new ExponentialBackOff(retry.delay().toMillis(), retry.multiplier());
        backOff.setMaxInterval(
                Math.max(retry.delay().toMillis(), retry.maxDelay().toMillis()));
        backOff.setJitter(retry.jitter().toMillis());
        backOff.setMaxAttempts(retry.maxRetries());
        return backOff;
    }

    /**
     * Checks that a consumer that waits keeps its partitions.
     *
     * @throws PollIntervalException if it would not
     */
    static void check(DeadLetterProperties properties, Duration maxPollInterval) {
        DeadLetterProperties.Retry retry = properties.retry();
        Duration longestDelay = retry.multiplier() > 1 ? retry.maxDelay() : retry.delay();
        Duration longestPause = longestDelay
                .plus(retry.jitter())
                .plus(properties.sendTimeout().multipliedBy(MAX_SENDS))
                .plusSeconds(1);
        if (longestPause.compareTo(maxPollInterval) >= 0) {
            throw new PollIntervalException(longestPause, maxPollInterval);
        }
    }
}
