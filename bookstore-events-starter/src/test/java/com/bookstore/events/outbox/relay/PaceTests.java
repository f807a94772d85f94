package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    private long now = Long.MAX_VALUE - 5;
    private final Pace pace = new Pace(() -> now);

    @Test
    void pausesTenTimesAsLongAsALookTook() {
        assertThat(pace.isDue()).isTrue();
        look(7);

        now += 69;
        assertThat(pace.isDue()).isFalse();
        now++;
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void pausesForASecondAtMost() {
        look(Duration.ofMinutes(1).toNanos());

        now += Duration.ofSeconds(1).toNanos();
        assertThat(pace.isDue()).isTrue();
    }

    private void look(long nanos) {
        long start = now;
        now += nanos;
        pace.looked(start);
    }
}
