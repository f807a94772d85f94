package com.bookstore.events.deadletter;

import com.bookstore.events.EventsException;
import java.time.Duration;

/** A retry would keep a consumer from polling for so long that it loses its partitions; the start stops. */
public final class PollIntervalException extends EventsException {

    private static final long serialVersionUID = 1L;

    PollIntervalException(Duration longestPause, Duration maxPollInterval) {
        super(
                ("One retry and its dead letter may keep a consumer from polling for %s, but it loses its partitions after"
                                + " max.poll.interval.ms = %s")
                        .formatted(longestPause, maxPollInterval),
                null);
    }
}
