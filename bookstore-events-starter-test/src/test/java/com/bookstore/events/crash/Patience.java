package com.bookstore.events.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** How long scenarios wait, and for what. */
public final class Patience {

    public static final Duration USUAL = Duration.ofMinutes(2);
    public static final Duration WITH_A_MUTATION = Duration.ofSeconds(6);

    private Patience() {}

    public static void until(Callable<Boolean> condition) {
        await().atMost(USUAL)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    /** What is not so by then shows in the verdict. */
    public static void atMost(Duration time, Callable<Boolean> condition) {
        try {
            await().atMost(time).pollInterval(Duration.ofMillis(50)).until(condition);
        } catch (ConditionTimeoutException late) {
            // the verdict says so
        }
    }

    public static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
