package com.bookstore.events.idempotency;

import java.time.Duration;

/**
 * How long a claim holds its key. Must be longer than an event may wait for its acknowledgement, or the key could be
 * granted again while the event is on its way.
 *
 * @param duration positive, at most 24 days
 */
public record IdempotencyLease(Duration duration) {

    static final Duration MAX = Duration.ofDays(24);

    /**
     * Checks the lease.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than 24 days
     */
    public IdempotencyLease {
        check("A lease", duration);
    }

    static void check(String name, Duration lease) {
        if (lease.toMillis() < 1 || lease.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    name + " must be at least 1ms and at most " + MAX.toDays() + " days, but is " + lease);
        }
    }
}
