package com.bookstore.benchmarks.measuring;

/**
 * What a number of events took.
 *
 * @param events how many
 * @param nanos the time on the clock
 * @param cpuNanos the time of all threads of this JVM, collector and compiler included
 * @param allocatedBytes what the threads that lived at the end had allocated meanwhile
 */
public record Sample(long events, long nanos, long cpuNanos, long allocatedBytes) {

    double eventsPerSecond() {
        return events * 1e9 / nanos;
    }

    double cpuNanosPerEvent() {
        return (double) cpuNanos / events;
    }

    double allocatedBytesPerEvent() {
        return (double) allocatedBytes / events;
    }
}
