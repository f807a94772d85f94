package com.bookstore.benchmarks.measuring;

import java.util.Arrays;
import java.util.List;

/** How long something took, each time. */
public final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    private Latencies(long[] nanos) {
        this.sorted = nanos;
        Arrays.sort(sorted);
    }

    /**
     * Takes the times.
     *
     * @param nanos in nanoseconds, at least one
     * @return the latencies
     */
    public static Latencies of(long... nanos) {
        return new Latencies(nanos.clone());
    }

    /**
     * Puts the times of rounds together.
     *
     * @param rounds the rounds
     * @return the latencies of all
     */
    public static Latencies all(List<Latencies> rounds) {
        return new Latencies(rounds.stream()
                .flatMapToLong(round -> Arrays.stream(round.sorted))
                .toArray());
    }

    /**
     * Returns how long all but some of them took at most.
     *
     * @param share which share of them, 0.5 for the median
     * @return the time in milliseconds
     */
    public double millis(double share) {
        int position = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, position)] / NANOS_PER_MILLI;
    }

    /**
     * Returns how often it was.
     *
     * @return the number
     */
    public int count() {
        return sorted.length;
    }
}
