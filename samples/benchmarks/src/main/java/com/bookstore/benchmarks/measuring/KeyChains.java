package com.bookstore.benchmarks.measuring;

import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** A checksum of events that tells whether one is missing, twice there, changed, or not in the order of its key. */
public final class KeyChains {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Map<String, Long> chains = new HashMap<>();
    private long events;

    /**
     * Sums up an event.
     *
     * @param value its bytes
     * @return the checksum
     */
    public static long checksum(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value);
        return crc.getValue();
    }

    /**
     * Adds the next event of a key.
     *
     * @param key the key
     * @param checksum the event's checksum
     */
    public void add(String key, long checksum) {
        chains.merge(key, checksum, (before, added) -> before * FACTOR + added);
        events++;
    }

    /**
     * Returns what was added.
     *
     * @return the number of events, and a sum that depends on the order within each key
     */
    public Tally.Count count() {
        long sum = 0;
        for (Map.Entry<String, Long> chain : chains.entrySet()) {
            sum += chain.getValue() * FACTOR + chain.getKey().hashCode();
        }
        return new Tally.Count(events, sum);
    }
}
