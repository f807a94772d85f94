package com.bookstore.events.outbox.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Leaves pauses between looks that may cost much and find little: ten times as long as a look, a second at most. */
final class Pace {

    private static final int PAUSE_PER_LOOK = 10;
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long next;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    boolean isDue() {
        return nanoTime.getAsLong() - next >= 0;
    }

    /**
     * Notes that a look has just ended.
     *
     * @param start when it began, by the same clock
     */
    void looked(long start) {
        long now = nanoTime.getAsLong();
        next = now + Math.min(PAUSE_PER_LOOK * (now - start), LONGEST_PAUSE_NANOS);
    }
}
