package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;

class ProjectionsHealthIndicatorTests {

    private final ProjectionRunner runner = mock(ProjectionRunner.class);
    private final ProjectionWatch watch = mock(ProjectionWatch.class);
    private final ProjectionsHealthIndicator indicator =
            new ProjectionsHealthIndicator(runner, watch, Duration.ofMinutes(5));

    @BeforeEach
    void run() {
        when(runner.isRunning()).thenReturn(true);
        when(watch.seen()).thenReturn(null);
        when(watch.missing()).thenReturn(Set.of());
        when(runner.runningFor()).thenReturn(Duration.ofSeconds(1));
    }

    @Test
    void isUpWhileAllGoOn() {
        see(status("a", 0, 0, null), status("b", 10, 299_000, null));

        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsOnlyKeys("projections");
        assertThat(health.getDetails().get("projections").toString()).contains("a={state=RUNNING", "behind=10");
    }

    @Test
    void isDownIfOneHasFailed() {
        see(status("a", 0, 0, null), status("b", 10, 1, "at 17: mistake"));

        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason")).isEqualTo("the projection 'b' has failed");
        assertThat(health.getDetails().get("projections").toString()).contains("error=at 17: mistake");
    }

    @Test
    void isOutOfServiceIfOneIsTooFarBehind() {
        see(status("a", 1, 301_000, null));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void isDownIfAThreadHasEnded() {
        see(status("a", 0, 0, null));
        when(runner.hasDied()).thenReturn(true);

        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isDownIfNobodyHasLookedForLong() {
        when(runner.runningFor()).thenReturn(Duration.ofSeconds(31));
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);

        see(status("a", 0, 0, null));
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        long before = System.nanoTime() - Duration.ofSeconds(31).toNanos();
        see(new ProjectionStatus("a", 100, 0, 0, false, false, null, 0, "me", before));
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isDownIfTheRowOfOneIsGone() {
        see(status("a", 0, 0, null));
        when(watch.missing()).thenReturn(Set.of("b"));

        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason").toString()).contains("no row in the table: [b]");
    }

    @Test
    void isUnknownBeforeTheFirstLookAndAfterTheStop() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
        when(runner.isRunning()).thenReturn(false);
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void theWatchTellsOfTheApplicationsOwnAndKeepsWhatItSaw() {
        EventRecorder recorder = mock(EventRecorder.class);
        List<ProjectionStatus> found = List.of(status("a", 3, 0, "why"), status("other", 5, 0, null));
        boolean[] failing = {false};
        ProjectionWatch watching = new ProjectionWatch(
                () -> {
                    if (failing[0]) {
                        throw new DataAccessResourceFailureException("gone");
                    }
                    return found;
                },
                Set.of("a", "gone"),
                recorder);
        assertThat(watching.seen()).isNull();
        assertThat(watching.missing()).isEmpty();

        watching.look();
        failing[0] = true;
        watching.look();

        assertThat(watching.seen()).containsExactly(found.get(0));
        assertThat(watching.missing()).containsExactly("gone");
        verify(recorder).projectionLag(eq("a"), eq(3L), anyLong(), eq(true));
        verifyNoMoreInteractions(recorder);
    }

    private void see(ProjectionStatus... statuses) {
        when(watch.seen()).thenReturn(List.of(statuses));
    }

    private static ProjectionStatus status(String name, long behind, long lagMillis, @Nullable String error) {
        return new ProjectionStatus(
                name, 100, behind, lagMillis, error != null, false, error, 0, "me", System.nanoTime());
    }
}
