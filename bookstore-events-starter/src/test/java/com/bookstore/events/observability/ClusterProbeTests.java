package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.observability.ClusterCheck.ClusterState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.util.StopWatch;

class ClusterProbeTests {

    private static final ClusterState FINE = new ClusterState("cluster", List.of(1), List.of(), Map.of(), null);

    private final AtomicInteger checks = new AtomicInteger();
    private final CountDownLatch hanging = new CountDownLatch(1);

    @Test
    void aBurstOfQuestionsMakesOneCheck() throws Exception {
        ClusterProbe probe = new ClusterProbe(this::answerLater, Duration.ofSeconds(30), Duration.ofMinutes(1));
        ExecutorService askers = Executors.newFixedThreadPool(8);
        try {
            List<Future<ClusterState>> answers = askers.invokeAll(List.of(
                    probe::ask, probe::ask, probe::ask, probe::ask, probe::ask, probe::ask, probe::ask, this::answer));

            for (Future<ClusterState> answer : answers) {
                assertThat(answer.get()).isSameAs(FINE);
            }
            assertThat(probe.ask()).isSameAs(FINE);
            assertThat(checks).hasValue(1);
        } finally {
            askers.shutdownNow();
        }
    }

    @Test
    void anOldAnswerIsNotGivenAgain() {
        ClusterProbe probe = new ClusterProbe(this::answerAtOnce, Duration.ofSeconds(30), Duration.ZERO);

        probe.ask();
        probe.ask();

        assertThat(checks).hasValue(2);
    }

    @Test
    void aCheckThatHangsIsAnsweredForInTimeAndNotStartedAgain() {
        ClusterProbe probe = new ClusterProbe(this::answerLater, Duration.ofMillis(200), Duration.ZERO);
        StopWatch time = new StopWatch();

        time.start();
        ClusterState first = probe.ask();
        ClusterState second = probe.ask();
        time.stop();

        assertThat(List.of(first, second))
                .extracting(ClusterState::failure)
                .containsOnly(TimeoutException.class.getName());
        assertThat(time.getTotalTimeMillis()).isBetween(400L, 5_000L);
        assertThat(checks).hasValue(1);
        hanging.countDown();
        await().untilAsserted(() -> assertThat(probe.ask()).isSameAs(FINE));
    }

    @Test
    void whateverACheckThrowsIsAnAnswer() {
        ClusterProbe probe = new ClusterProbe(
                () -> {
                    throw new NoClassDefFoundError("gone");
                },
                Duration.ofSeconds(30),
                Duration.ZERO);

        assertThat(probe.ask().failure()).isEqualTo(NoClassDefFoundError.class.getName());
    }

    private ClusterState answerAtOnce() {
        checks.incrementAndGet();
        return FINE;
    }

    private ClusterState answerLater() throws InterruptedException {
        checks.incrementAndGet();
        hanging.await();
        return FINE;
    }

    private ClusterState answer() {
        await().until(() -> checks.get() == 1);
        hanging.countDown();
        return FINE;
    }
}
