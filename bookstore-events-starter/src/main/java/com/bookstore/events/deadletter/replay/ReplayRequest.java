package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetterFilter;
import org.jspecify.annotations.Nullable;

/**
 * What to replay.
 *
 * @param filter which dead letters, at least named by number, topic, group, type, cause or key. Only those are sent that are
 *     new, or with {@code force} those that are replayed, if the filter asks for that status or names them by number
 * @param maxRecords at most so many, the first of each source; {@code null} for as many as are allowed
 * @param rate at most so many per second; {@code null} for as many as are allowed
 * @param force whether those are sent that were replayed too often
 */
public record ReplayRequest(
        DeadLetterFilter filter, @Nullable Integer maxRecords, @Nullable Integer rate, boolean force) {

    /**
     * Asks for a replay without limits of its own.
     *
     * @param filter which dead letters
     * @return a request
     */
    public static ReplayRequest of(DeadLetterFilter filter) {
        return new ReplayRequest(filter, null, null, false);
    }
}
