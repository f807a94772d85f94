package com.bookstore.events.outbox.relay;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * What the outbox held at a moment.
 *
 * @param pending how many events waited, exact up to 10,000; above that at most so many
 * @param parked how many events were set aside; 10,000 stands for any larger number
 * @param oldestAgeMillis how long the oldest had waited by the database's clock; 0 if none waited
 * @param at the moment, as {@link System#nanoTime()}
 */
record Backlog(long pending, long parked, long oldestAgeMillis, long at) {

    /** How long the oldest has waited by now, if it still does. */
    Duration oldestAge() {
        return pending == 0 ? Duration.ZERO : Duration.ofMillis(oldestAgeMillis).plus(age());
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
