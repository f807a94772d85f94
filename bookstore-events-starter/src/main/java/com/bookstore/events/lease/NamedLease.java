package com.bookstore.events.lease;

import java.time.Duration;

/**
 * A lease that was taken. Immutable.
 *
 * @param name what is held
 * @param owner who holds it
 * @param token its fencing token; a later owner's is higher
 * @param until when it ends unless it is renewed, as {@link System#nanoTime()}; measured from before it was asked for, so
 *     that it never ends earlier in the database
 */
public record NamedLease(String name, String owner, long token, long until) {

    /**
     * Tells how long nobody else can take it.
     *
     * @return what is left of the lease; negative when it has ended
     */
    public Duration left() {
        return Duration.ofNanos(until - System.nanoTime());
    }
}
