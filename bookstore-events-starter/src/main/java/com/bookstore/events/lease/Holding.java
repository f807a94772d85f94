package com.bookstore.events.lease;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The partitions an instance holds, and until when. Immutable.
 *
 * @param owner who holds them
 * @param tokens the fencing token of each partition; a later owner's is higher
 * @param until when the leases end unless they are renewed, as {@link System#nanoTime()}; measured from before they were
 *     asked for, so that they never end earlier in the database
 * @param databaseMillis what the database's clock said, in milliseconds since 1970
 * @param askedAt when it said so, as {@link System#nanoTime()}
 */
public record Holding(String owner, Map<Integer, Long> tokens, long until, long databaseMillis, long askedAt) {

    /** Keeps a copy of the tokens. */
    public Holding {
        tokens = Map.copyOf(tokens);
    }

    /**
     * Holds nothing.
     *
     * @param owner who holds nothing
     * @return what has ended already
     */
    public static Holding none(String owner) {
        long now = System.nanoTime();
        return new Holding(owner, Map.of(), now, 0, now);
    }

    /**
     * Returns the partitions.
     *
     * @return their numbers, from 0
     */
    public Set<Integer> partitions() {
        return tokens.keySet();
    }

    /**
     * Tells how long nobody else can take the partitions.
     *
     * @return what is left of the leases; negative when they have ended
     */
    public Duration left() {
        return Duration.ofNanos(until - System.nanoTime());
    }

    /**
     * Tells the time by the database's clock: it is the same for all instances, whose own clocks may be wrong.
     *
     * @return milliseconds since 1970
     */
    public long currentMillis() {
        return databaseMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedAt);
    }
}
