package com.bookstore.events.outbox.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** How long scenarios wait, and for what. */
final class Patience {

    static final Duration USUAL = Duration.ofMinutes(2);
    static final Duration WITH_A_MUTATION = Duration.ofSeconds(6);

    private Patience() {}

    static void until(Callable<Boolean> condition) {
        await().atMost(USUAL)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    /** What is not so by then shows in the verdict. */
    static void atMost(Duration time, Callable<Boolean> condition) {
        try {
            await().atMost(time).pollInterval(Duration.ofMillis(50)).until(condition);
        } catch (ConditionTimeoutException late) {
            // the verdict says so
        }
    }

    static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
