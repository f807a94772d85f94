package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** A checksum of events that tells whether one is missing, twice there, changed, or not in the order of its key. */
final class KeyChains {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Map<String, Long> chains = new HashMap<>();
    private long events;

    static long checksum(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value);
        return crc.getValue();
    }

    void add(String key, long checksum) {
        chains.merge(key, checksum, (before, added) -> before * FACTOR + added);
        events++;
    }

    Tally.Count count() {
        long sum = 0;
        for (Map.Entry<String, Long> chain : chains.entrySet()) {
            sum += chain.getValue() * FACTOR + chain.getKey().hashCode();
        }
        return new Tally.Count(events, sum);
    }
}
