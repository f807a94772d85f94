package com.bookstore.benchmarks.measuring;

import java.util.concurrent.atomic.LongAdder;

/** Counts events and adds up their checksums, whatever thread brings them in whatever order. */
public final class Tally {

    private final LongAdder events = new LongAdder();
    private final LongAdder checksum = new LongAdder();

    /**
     * Adds an event.
     *
     * @param value its checksum
     */
    public void add(long value) {
        checksum.add(value);
        events.increment();
    }

    /**
     * Returns how many events were added; exact once the threads are done.
     *
     * @return the number
     */
    public long events() {
        return events.sum();
    }

    /**
     * Returns what was added; exact once the threads are done.
     *
     * @return the number and the sum
     */
    public Count count() {
        return new Count(events.sum(), checksum.sum());
    }

    /** Starts again from nothing. */
    public void reset() {
        events.reset();
        checksum.reset();
    }

    /**
     * Checks that all of these events, and nothing else, were added.
     *
     * @param what what was counted
     * @param expected what should have come
     * @throws LostEventsException if they were not
     */
    public void verify(String what, Count expected) {
        Count found = count();
        if (!found.equals(expected)) {
            throw new LostEventsException(what, expected, found);
        }
    }

    /**
     * A number of events.
     *
     * @param events how many
     * @param checksum the sum of their checksums
     */
    public record Count(long events, long checksum) {

        @Override
        public String toString() {
            return "%d events with checksum %x".formatted(events, checksum);
        }
    }
}
