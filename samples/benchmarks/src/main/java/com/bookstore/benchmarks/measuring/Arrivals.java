package com.bookstore.benchmarks.measuring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures from the first event that arrives to the last, as joining a group is not the work. A round that is over before
 * anybody has seen its first event, as one of few events may be, is measured as a whole.
 */
public final class Arrivals {

    private static final long LOOK_NANOS = 200_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private Arrivals() {}

    /**
     * Measures a round.
     *
     * @param start begins it
     * @param tally counts what has arrived
     * @param events how many events are to arrive; too few are waited for only for a while, and found by their sum
     * @return what they took
     */
    public static Sample measure(Runnable start, Tally tally, int events) {
        Meter whole = Meter.start();
        start.run();
        await(tally, 1);
        long before = tally.events();
        Meter fromFirst = Meter.start();
        await(tally, events);
        return before < events ? fromFirst.stop(events - before) : whole.stop(events);
    }

    private static void await(Tally tally, long count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (tally.events() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
