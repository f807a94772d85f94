package com.bookstore.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Looks again and again until something is as expected, but not for ever: there is a limit for each wait and one for all. */
final class Wait {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Duration limit;
    private final long end;

    Wait(Duration limit, Duration total) {
        this.limit = limit;
        this.end = System.nanoTime() + total.toNanos();
    }

    /**
     * Waits.
     *
     * @param expected what is waited for, for people
     * @param look what to look at
     * @param condition whether it is as expected
     * @return what was seen in the end
     * @throws UnmetExpectationException if it is not as expected when the time is up
     */
    <T> T until(String expected, Callable<T> look, Predicate<T> condition) throws Exception {
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
