package com.bookstore.benchmarks.inbox;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** UUIDs of version 7, as the starter gives them to events. Knows the first and a checksum of all. Not thread-safe. */
final class TimeOrderedIds implements Supplier<String> {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final int NODE_BITS = 48;

    private final SplittableRandom random = new SplittableRandom();
    private final long began = System.currentTimeMillis();
    private long checksum;

    @Override
    public String get() {
        long high = (System.currentTimeMillis() << 16) | VERSION | random.nextInt(1 << 12);
        long low = VARIANT | (random.nextLong() >>> 2);
        checksum += low & ((1L << NODE_BITS) - 1);
        return new UUID(high, low).toString();
    }

    /** Returns what none of the ids is less than. */
    String least() {
        return new UUID(began << 16, 0).toString();
    }

    /** Returns the sum of the last 12 digits of all ids. */
    long checksum() {
        return checksum;
    }
}
