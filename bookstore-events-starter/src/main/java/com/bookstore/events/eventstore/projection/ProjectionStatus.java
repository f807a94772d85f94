package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a projection was at a moment.
 *
 * @param name its name
 * @param position up to where it has seen the store
 * @param behind how many positions of the store were behind that, events it does not want and gaps included
 * @param lagMillis how old the first event behind it was, by the database's clock; 0 if there was none
 * @param failed whether it has stopped
 * @param toReset whether it is to be reset before it goes on
 * @param error why it has stopped
 * @param unchangedMillis how long ago this was stored
 * @param owner the instance that runs it; {@code null} if none does
 * @param at the moment, as {@link System#nanoTime()}
 */
record ProjectionStatus(
        String name,
        long position,
        long behind,
        long lagMillis,
        boolean failed,
        boolean toReset,
        @Nullable String error,
        long unchangedMillis,
        @Nullable String owner,
        long at) {

    /** {@code RUNNING}, {@code REBUILDING} until it is reset, or {@code FAILED}. */
    String state() {
        if (failed) {
            return "FAILED";
        }
        return toReset ? "REBUILDING" : "RUNNING";
    }

    /** How old the first event behind it is by now, if it still is. */
    Duration lag() {
        return behind == 0 ? Duration.ZERO : Duration.ofMillis(lagMillis).plus(age());
    }

    /** How long ago the moment was. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - at);
    }

    /** A time as people read it: {@code PT2M3S}. */
    static String text(Duration time) {
        return time.toNanos() < TimeUnit.SECONDS.toNanos(10)
                ? time.truncatedTo(ChronoUnit.MILLIS).toString()
                : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
