package com.bookstore.events.publishing;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes time-ordered UUIDs, version 7 of RFC 9562: 48 bits of milliseconds, then 74 random bits.
 *
 * <p>The random bits are two outputs of SplitMix64 (Steele, Lea, Flood 2014) whose state starts at a secure random number:
 * within a process none repeats, across processes two collide as rarely as two random numbers do. Ids must be unique, not
 * secret.
 */
final class EventIds {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final Clock clock;
    private final AtomicLong state = new AtomicLong(new SecureRandom().nextLong());

    EventIds(Clock clock) {
        this.clock = clock;
    }

    String next() {
        long random = state.getAndAdd(GOLDEN_GAMMA << 1);
        long high = (clock.millis() << 16) | VERSION_7 | (mix(random) & 0xfffL);
        long low = VARIANT | (mix(random + GOLDEN_GAMMA) >>> 2);
        return new UUID(high, low).toString();
    }

    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
