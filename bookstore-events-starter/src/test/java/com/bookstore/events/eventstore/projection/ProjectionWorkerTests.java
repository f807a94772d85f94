package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;

class ProjectionWorkerTests {

    private static final Consumer<StoredEvent> NOTHING = event -> {};

    private final ProjectionDatabase database = new ProjectionDatabase();
    private final EventRecorder recorder = mock(EventRecorder.class);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void projectsEachEventOnce() {
        database.append(1, 2, 5);
        ProjectionWorker worker = worker(NOTHING);

        assertThat(worker.work()).isEqualTo(Rest.NONE);
        assertThat(worker.work()).isEqualTo(Rest.IDLE);
        database.append(6);
        worker.work();

        assertThat(database.seen()).containsExactly(1L, 2L, 5L, 6L);
        assertThat(database.status("seen").position()).isEqualTo(6);
        assertThat(worker.isHere()).isTrue();
        verify(recorder).projected(eq("seen"), eq(3), anyLong());
    }

    @Test
    void aNewOwnerGoesOnWhereTheLastOneWas() {
        database.append(1, 2);
        ProjectionWorker first = worker(NOTHING);
        first.work();
        database.append(3);

        ProjectionWorker second = worker(NOTHING);
        assertThat(second.work()).isEqualTo(Rest.IDLE);
        assertThat(second.isHere()).isFalse();
        first.leave();
        second.hurry();
        second.work();

        assertThat(second.isHere()).isTrue();
        assertThat(database.seen()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatAStaleOwnerWroteIsRolledBack() {
        database.append(1, 2);
        ProjectionWorker stale = worker(event -> ProjectionDatabase.elsewhere(
                () -> database.jdbc().update("UPDATE event_projection SET owner = 'another', token = token + 1")));

        assertThat(stale.work()).isEqualTo(Rest.NONE);

        assertThat(database.seen()).isEmpty();
        assertThat(database.status("seen").position()).isZero();
        assertThat(database.status("seen").owner()).isEqualTo("another");
        assertThat(stale.isHere()).isFalse();
        verify(recorder, never()).projectionFailed("seen");
    }

    @Test
    void anOwnerOfAnEarlierLeaseIsStale() {
        database.append(1);
        ProjectionWorker stale = worker(event -> ProjectionDatabase.elsewhere(
                () -> database.jdbc().update("UPDATE event_projection SET token = token + 1")));

        stale.work();

        assertThat(database.seen()).isEmpty();
        assertThat(database.status("seen").position()).isZero();
    }

    @Test
    void aPositionThatWasMovedMeanwhileIsNotMovedBack() {
        database.append(1, 2);
        ProjectionWorker worker = worker(event ->
                ProjectionDatabase.elsewhere(() -> database.jdbc().update("UPDATE event_projection SET position = 7")));

        worker.work();

        assertThat(database.seen()).isEmpty();
        assertThat(database.status("seen").position()).isEqualTo(7);
    }

    @Test
    void aLostLeaseIsNoticedWhenItIsRenewed() {
        database.append(1);
        ProjectionWorker worker = worker(NOTHING);
        worker.work();
        worker.renew();
        assertThat(worker.isHere()).isTrue();

        database.jdbc().update("UPDATE event_projection SET token = token + 1");
        worker.renew();

        assertThat(worker.isHere()).isFalse();
    }

    @Test
    void isResetBeforeItIsRebuiltFromTheFirstEventOn() {
        database.append(1, 2, 3);
        ProjectionWorker worker = worker(NOTHING);
        worker.work();
        database.jdbc().update("INSERT INTO seen VALUES (99)");

        assertThat(database.table().rebuild("seen")).isTrue();
        assertThat(database.status("seen").state()).isEqualTo("REBUILDING");
        worker.renew();
        worker.work();
        assertThat(database.seen()).isEmpty();
        assertThat(database.status("seen").position()).isZero();
        worker.work();

        assertThat(database.seen()).containsExactly(1L, 2L, 3L);
        assertThat(database.status("seen").state()).isEqualTo("RUNNING");
    }

    @Test
    void aBatchAtWorkWhenItIsSetBackIsRolledBack() {
        database.append(1, 2);
        AtomicBoolean once = new AtomicBoolean(true);
        ProjectionWorker worker = worker(event -> {
            if (once.getAndSet(false)) {
                ProjectionDatabase.elsewhere(() -> database.table().rebuild("seen"));
            }
        });

        worker.work();
        assertThat(database.seen()).isEmpty();
        worker.work();
        worker.work();

        assertThat(database.seen()).containsExactly(1L, 2L);
        assertThat(database.status("seen").toReset()).isFalse();
    }

    @Test
    void afterAFailureEventsComeOneByOneUpToTheOneThatFails() {
        database.append(1, 2, 3, 4);
        ProjectionWorker worker = worker(event -> {
            if (event.position() == 3) {
                throw new IllegalStateException("no third");
            }
        });

        assertThat(worker.work()).isEqualTo(Rest.NONE);
        assertThat(database.seen()).isEmpty();
        assertThat(worker.work()).isEqualTo(Rest.NONE);
        assertThat(worker.work()).isEqualTo(Rest.NONE);
        // several are tried again after each that went well
        for (int step = 0; step < 20 && !database.status("seen").failed(); step++) {
            worker.work();
        }

        assertThat(database.seen()).containsExactly(1L, 2L);
        ProjectionStatus status = database.status("seen");
        assertThat(status.position()).isEqualTo(2);
        assertThat(status.owner()).isNull();
        assertThat(status.error()).contains("position=3", "IllegalStateException", "no third");
        assertThat(worker.work()).isEqualTo(Rest.IDLE);
        assertThat(worker.isHere()).isFalse();
        long token = database.token("seen");
        ProjectionWorker another = worker(NOTHING);
        assertThat(another.work()).isEqualTo(Rest.IDLE);
        assertThat(another.isHere()).isFalse();
        assertThat(database.token("seen")).isEqualTo(token);
    }

    @Test
    void pausesLongerAfterEachFailureAndStopsAfterItsAttempts() {
        database.append(1);
        ProjectionWorker worker = worker(event -> {
            throw new PessimisticLockingFailureException("always");
        });

        assertThat(worker.work()).isEqualTo(Rest.of(Duration.ofMillis(1)));
        assertThat(worker.work()).isEqualTo(Rest.of(Duration.ofMillis(2)));
        assertThat(worker.work()).isEqualTo(Rest.IDLE);

        assertThat(database.status("seen").state()).isEqualTo("FAILED");
        verify(recorder, times(3)).projectionFailed("seen");
    }

    @Test
    void goesOnWhenItIsRestarted() {
        database.append(1, 2);
        AtomicInteger failures = new AtomicInteger(4);
        ProjectionWorker worker = worker(event -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
        });
        for (int step = 0; step < 4; step++) {
            worker.work();
        }
        assertThat(database.status("seen").failed()).isTrue();
        assertThat(database.table().restart("seen")).isTrue();
        assertThat(database.table().restart("seen")).isFalse();

        worker.hurry();
        worker.work();
        worker.work();

        assertThat(database.seen()).containsExactly(1L, 2L);
        assertThat(database.status("seen").error()).isNull();
    }

    @Test
    void anOutageOfTheDatabaseIsNoFailureOfTheProjection() {
        database.append(1);
        AtomicInteger failures = new AtomicInteger(10);
        ProjectionWorker worker = worker(event -> {
            if (failures.getAndDecrement() > 0) {
                throw new DataAccessResourceFailureException("gone");
            }
        });

        assertThat(worker.work()).isEqualTo(Rest.of(Duration.ofMillis(50)));
        assertThat(worker.work()).isEqualTo(Rest.of(Duration.ofMillis(100)));
        for (int step = 0; step < 8; step++) {
            worker.work();
        }
        assertThat(database.status("seen").failed()).isFalse();
        assertThat(worker.work()).isEqualTo(Rest.NONE);

        assertThat(database.seen()).containsExactly(1L);
        verify(recorder, never()).projectionFailed("seen");
    }

    @Test
    void survivesAnErrorOfTheProjection() {
        database.append(1);
        ProjectionWorker worker = worker(event -> {
            throw new NoClassDefFoundError("gone");
        });

        for (int step = 0; step < 3; step++) {
            worker.work();
        }

        assertThat(database.status("seen").error()).contains("NoClassDefFoundError");
    }

    @Test
    void passesByWhatItDoesNotWant() {
        database.appendOthersUpTo(50);
        ProjectionWorker worker = worker(NOTHING);

        assertThat(worker.work()).isEqualTo(Rest.NONE);
        assertThat(worker.work()).isEqualTo(Rest.IDLE);
        assertThat(database.status("seen").position()).isEqualTo(50);

        database.append(60);
        worker.work();
        assertThat(database.seen()).containsExactly(60L);
    }

    private ProjectionWorker worker(Consumer<StoredEvent> meanwhile) {
        return database.worker(new SeeingProjection(database, meanwhile), recorder);
    }
}
