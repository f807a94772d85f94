package com.bookstore.events.deadletter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.deadletter.store.DeadLetterIntake.Trouble;
import com.bookstore.events.deadletter.store.StatusWatch.Seen;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.listener.MessageListenerContainer;

class DeadLetterHealthIndicatorTests {

    private final StatusWatch watch = mock(StatusWatch.class);
    private final DeadLetterIntake intake = mock(DeadLetterIntake.class);
    private final MessageListenerContainer listener = mock(MessageListenerContainer.class);
    private final DeadLetterHealthIndicator indicator = new DeadLetterHealthIndicator(watch, intake, () -> listener);

    @BeforeEach
    void run() {
        when(listener.isRunning()).thenReturn(true);
        when(listener.isInExpectedState()).thenReturn(true);
        when(watch.isRunning()).thenReturn(true);
        when(watch.silence()).thenReturn(Duration.ofSeconds(10));
        when(watch.seen())
                .thenReturn(new Seen(Map.of(DeadLetterStatus.NEW, 100_000L, DeadLetterStatus.REPLAYED, 3L), 0));
    }

    @Test
    void isUpHoweverManyDeadLettersThereAre() {
        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsExactly(
                        Map.entry("new", 100_000L),
                        Map.entry("replayed", 3L),
                        Map.entry("resolved", 0L),
                        Map.entry("discarded", 0L));
    }

    @Test
    void isDownWhenTheListenerHasStoppedByItself() {
        when(listener.isRunning()).thenReturn(false);
        when(listener.isInExpectedState()).thenReturn(false);

        isDown("stopped by itself", "restart");
    }

    @Test
    void isUnknownWhileTheListenerIsStopped() {
        when(listener.isRunning()).thenReturn(false);

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(new DeadLetterHealthIndicator(watch, intake, () -> null)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isDownWhileDeadLettersCannotBeStored() {
        when(intake.trouble()).thenReturn(new Trouble("com.acme.DiskFull", ago(Duration.ofSeconds(90))));

        assertThat(isDown("cannot be stored", "database").getDetails()).containsEntry("error", "com.acme.DiskFull");
    }

    @Test
    void forgetsWhatHasNotFailedAgainForLong() {
        when(intake.trouble()).thenReturn(new Trouble("com.acme.DiskFull", ago(Duration.ofSeconds(121))));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isDownWhenTheStoreHasNotBeenSeenForLong() {
        when(watch.silence()).thenReturn(Duration.ofMillis(61_500));

        isDown("PT1M1S", "database");
    }

    @Test
    void isUnknownBeforeTheFirstLook() {
        when(watch.seen()).thenReturn(null);

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(indicator.health().getDetails()).containsOnlyKeys("reason");
    }

    private Health isDown(String reason, String action) {
        Health health = indicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason").toString()).contains(reason);
        assertThat(health.getDetails().get("action").toString()).contains(action);
        assertThat(health.getDetails()).containsEntry("new", 100_000L);
        return health;
    }

    private static long ago(Duration time) {
        return System.nanoTime() - time.toNanos();
    }
}
