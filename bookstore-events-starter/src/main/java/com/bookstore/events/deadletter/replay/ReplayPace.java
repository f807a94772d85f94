package com.bookstore.events.deadletter.replay;

import org.jspecify.annotations.Nullable;

/** Tells how long to wait so that no more than so many are sent per second. Used by one thread. */
final class ReplayPace {

    private static final long SECOND = 1_000_000_000L;

    private final @Nullable Integer rate;
    private long due;

    /**
     * Begins.
     *
     * @param rate how many per second; {@code null} for any number
     * @param now the time in nanoseconds
     */
    ReplayPace(@Nullable Integer rate, long now) {
        this.rate = rate;
        this.due = now;
    }

    /** How many to send at once: no more than a second's worth. */
    int batch(int batchSize) {
        return rate == null ? batchSize : Math.min(batchSize, rate);
    }

    /** Returns how long to wait before so many are sent, in nanoseconds. */
    long waitFor(int count, long now) {
        if (rate == null) {
            return 0;
        }
        long wait = Math.max(0, due - now);
        due = Math.max(due, now) + count * SECOND / rate;
        return wait;
    }
}
