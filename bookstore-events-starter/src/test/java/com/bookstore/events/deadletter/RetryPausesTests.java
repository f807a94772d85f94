package com.bookstore.events.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.deadletter.DeadLetterProperties.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.BackOffExecution;

class RetryPausesTests {

    @Test
    void areEqualUnlessAMultiplierIsSet() {
        assertThat(pauses(retry(3, 1.0, Duration.ZERO))).containsExactly(1_000L, 1_000L, 1_000L);
    }

    @Test
    void growUpToTheLongest() {
        assertThat(pauses(retry(5, 3.0, Duration.ZERO))).containsExactly(1_000L, 3_000L, 9_000L, 10_000L, 10_000L);
    }

    @Test
    void differByTheJitterAtMost() {
        for (int i = 0; i < 100; i++) {
            assertThat(pauses(retry(3, 1.0, Duration.ofMillis(200)))).hasSize(3).allSatisfy(pause -> assertThat(pause)
                    .isBetween(800L, 1_200L));
        }
    }

    @Test
    void areNoneWhereNothingIsRetried() {
        assertThat(pauses(retry(0, 1.0, Duration.ZERO))).isEmpty();
    }

    private static Retry retry(int maxRetries, double multiplier, Duration jitter) {
        return new Retry(maxRetries, Duration.ofSeconds(1), multiplier, Duration.ofSeconds(10), jitter);
    }

    private static List<Long> pauses(Retry retry) {
        BackOffExecution execution = RetryPauses.backOff(retry).start();
        List<Long> pauses = new ArrayList<>();
        for (long pause = execution.nextBackOff(); pause != BackOffExecution.STOP; pause = execution.nextBackOff()) {
            pauses.add(pause);
        }
        return pauses;
    }
}
