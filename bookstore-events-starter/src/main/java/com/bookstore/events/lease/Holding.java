package com.bookstore.events.lease;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The partitions an instance holds, and until when. Immutable.
 *
 * @param owner who holds them
 * @param tokens the fencing token of each partition; a later owner's is higher
 * @param until when the leases end unless they are renewed, as {@link System#nanoTime()}; measured from before they were
 *     asked for, so that they never end earlier in the database
 */
public record Holding(String owner, Map<Integer, Long> tokens, long until) {

    /** Keeps a copy of the tokens. */
    public Holding {
        tokens = Map.copyOf(tokens);
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
     * Tells whether nobody else can have taken a partition yet.
     *
     * @param margin how much of the lease has to be left
     * @return whether so much is left
     */
    public boolean isValidFor(Duration margin) {
        return until - System.nanoTime() > margin.toNanos();
    }
}
