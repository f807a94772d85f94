package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.outbox.relay.BacklogWatch.Seen;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class OutboxHealthIndicatorTests {

    private final RelayThread thread = mock(RelayThread.class);
    private final BacklogWatch watch = mock(BacklogWatch.class);
    private final OutboxHealthIndicator indicator = new OutboxHealthIndicator(thread, watch, Duration.ofMinutes(5));

    @BeforeEach
    void run() {
        when(thread.isRunning()).thenReturn(true);
        when(thread.runningFor()).thenReturn(Duration.ofHours(1));
    }

    @Test
    void isUpWhileNothingWaitsLong() {
        seen(new Backlog(12, 10_000, 2_000, System.nanoTime()));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(indicator.health().getDetails())
                .containsOnlyKeys("pending", "oldestAge", "parked", "partitions")
                .containsEntry("pending", 12L)
                .containsEntry("parked", 10_000L)
                .containsEntry("partitions", 64);
        assertThat(indicator.health().getDetails().get("oldestAge").toString()).startsWith("PT2");
    }

    @Test
    void isOutOfServiceWhenTheOldestWaitsTooLong() {
        seen(new Backlog(1, 0, Duration.ofMinutes(6).toMillis(), System.nanoTime()));

        Health health = indicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).containsEntry("oldestAge", "PT6M").containsKeys("reason", "action");
    }

    @Test
    void countsTheTimeSinceTheLookToTheAge() {
        seen(new Backlog(1, 0, Duration.ofMinutes(5).minusSeconds(10).toMillis(), ago(Duration.ofSeconds(11))));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void isDownWhenTheRelayHasNotSeenTheOutboxForLong() {
        seen(new Backlog(0, 0, 0, ago(Duration.ofSeconds(31))));

        Health health = indicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason").toString()).contains("PT31S");
        assertThat(health.getDetails().get("action").toString()).contains("database");
    }

    @Test
    void isDownWhenTheRelayHasNeverSeenTheOutbox() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isUnknownBeforeTheFirstLook() {
        when(thread.runningFor()).thenReturn(Duration.ofSeconds(1));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isUnknownWhileTheRelayIsStopped() {
        when(thread.isRunning()).thenReturn(false);
        seen(new Backlog(0, 0, 0, ago(Duration.ofHours(1))));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isDownWhenTheThreadHasEnded() {
        when(thread.hasDied()).thenReturn(true);
        seen(new Backlog(0, 0, 0, System.nanoTime()));

        Health health = indicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason").toString()).contains("thread has ended");
    }

    private void seen(Backlog backlog) {
        when(watch.seen()).thenReturn(new Seen(backlog, 64));
    }

    private static long ago(Duration time) {
        return System.nanoTime() - time.toNanos();
    }
}
