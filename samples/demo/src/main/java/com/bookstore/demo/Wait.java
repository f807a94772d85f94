package com.bookstore.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Looks again and again until something is as expected, but not for ever: there is a limit for each wait and one for all. */
public final class Wait {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Duration limit;
    private final long end;

    /**
     * Starts the time of all waits.
     *
     * @param limit how long one wait takes at most
     * @param total how long all take at most
     */
    public Wait(Duration limit, Duration total) {
        this.limit = limit;
        this.end = System.nanoTime() + total.toNanos();
    }

    /**
     * Waits.
     *
     * @param expected what is waited for, for people
     * @param look what to look at
     * @param condition whether it is as expected
     * @param <T> what is seen
     * @return what was seen in the end
     * @throws Exception as the look throws it
     * @throws UnmetExpectationException if it is not as expected when the time is up
     */
    public <T> T until(String expected, Callable<T> look, Predicate<T> condition) throws Exception {
        long start = System.nanoTime();
        while (true) {
            T seen = look.call();
            if (condition.test(seen)) {
                return seen;
            }
            long now = System.nanoTime();
            if (now - start > limit.toNanos() || now - end > 0) {
                Duration waited = Duration.ofNanos(now - start);
                throw new UnmetExpectationException(expected, seen + " after " + waited.toSeconds() + " s");
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }
}
