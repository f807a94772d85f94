package com.bookstore.events.deadletter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusWatchTests {

    private static final Map<DeadLetterStatus, Long> COUNTS = Map.of(DeadLetterStatus.NEW, 7L);

    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();
    private final StatusWatch watch = new StatusWatch(
            () -> {
                looks.incrementAndGet();
                if (broken.get()) {
                    throw new IllegalStateException("no database");
                }
                return COUNTS;
            },
            EventRecorder.NO_OP,
            Duration.ofMillis(1));

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void remembersTheLastLookThatSucceeded() {
        watch.start();
        await().until(() -> watch.seen() != null);

        broken.set(true);
        int before = looks.get();
        await().until(() -> looks.get() > before + 1);
        long last = watch.seen().at();
        await().until(() -> looks.get() > before + 5);

        assertThat(watch.seen().counts()).isEqualTo(COUNTS);
        assertThat(watch.seen().at()).isEqualTo(last);
        assertThat(watch.silence()).isGreaterThanOrEqualTo(Duration.ZERO);
        broken.set(false);
        await().until(() -> watch.seen().at() > last);
    }

    @Test
    void countsItsSilenceFromTheStartUntilItHasSeenSomething() {
        broken.set(true);
        long start = System.nanoTime();
        watch.start();
        await().until(() -> looks.get() > 2);

        assertThat(watch.seen()).isNull();
        assertThat(watch.silence()).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - start));
    }

    @Test
    void knowsNothingOfTheTimeBeforeItWasStartedAgain() {
        watch.start();
        await().until(() -> watch.seen() != null);
        watch.stop();

        broken.set(true);
        watch.start();

        assertThat(watch.seen()).isNull();
    }
}
