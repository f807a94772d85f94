package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.observability.EventRecorder;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Where a worker cannot know what has become of its batch, and where the store cannot be read. */
class ProjectionWorkerDoubtTests {

    private static final Consumer<StoredEvent> NOTHING = event -> {};

    private final EventRecorder recorder = mock(EventRecorder.class);

    @Test
    void aCommitWhoseAnswerIsLostIsNotDoneAgain() {
        AtomicBoolean lost = new AtomicBoolean(true);
        try (ProjectionDatabase database = new ProjectionDatabase(source -> new Doubtful(source, lost))) {
            database.append(1, 2);
            ProjectionWorker worker = database.worker(new SeeingProjection(database, NOTHING), recorder);

            worker.work();
            assertThat(database.seen()).containsExactly(1L, 2L);
            lost.set(false);
            database.append(3);
            for (int step = 0; step < 3; step++) {
                worker.work();
            }

            assertThat(database.seen()).containsExactly(1L, 2L, 3L);
            assertThat(database.status("seen").position()).isEqualTo(3);
            verify(recorder, never()).projectionFailed("seen");
        }
    }

    /** As after a stop that did not wait for the batch at work, and another start. */
    @Test
    void aBatchThatEndsAfterTheNextOneHasBegunIsRolledBack() {
        try (ProjectionDatabase database = new ProjectionDatabase()) {
            database.append(1, 2);
            AtomicInteger calls = new AtomicInteger();
            AtomicReference<ProjectionWorker> worker = new AtomicReference<>();
            worker.set(database.worker(
                    new SeeingProjection(database, event -> {
                        if (calls.getAndIncrement() == 0) {
                            ProjectionDatabase.elsewhere(() -> worker.get().work());
                        }
                    }),
                    recorder));

            worker.get().work();

            assertThat(calls).hasValue(4);
            assertThat(database.seen()).containsExactly(1L, 2L);
            assertThat(database.status("seen").position()).isEqualTo(2);
        }
    }

    @Test
    void aRowThatIsNoEventStopsItLikeOneThatItCannotProject() {
        try (ProjectionDatabase database = new ProjectionDatabase()) {
            database.append(1, 2);
            database.appendUnreadable(3);
            ProjectionWorker worker = database.worker(new SeeingProjection(database, NOTHING), recorder);

            for (int step = 0; step < 20 && !database.status("seen").failed(); step++) {
                worker.work();
            }

            assertThat(database.seen()).containsExactly(1L, 2L);
            assertThat(database.status("seen").position()).isEqualTo(2);
            assertThat(database.status("seen").error()).contains("behind 2", "UnreadableEvent", "position 3");
            verify(recorder, atLeast(3)).projectionFailed("seen");
        }
    }

    @Test
    void aStoreThatCannotBeReadIsWaitedFor() {
        try (ProjectionDatabase database = new ProjectionDatabase()) {
            database.append(1);
            ProjectionWorker worker = database.worker(new SeeingProjection(database, NOTHING), recorder);
            database.jdbc().execute("ALTER TABLE event_projection RENAME TO away");

            for (int step = 0; step < 20; step++) {
                worker.hurry();
                assertThat(worker.work().pause()).isPositive();
            }
            database.jdbc().execute("ALTER TABLE away RENAME TO event_projection");
            worker.hurry();
            worker.work();

            assertThat(database.seen()).containsExactly(1L);
            verify(recorder, never()).projectionFailed("seen");
        }
    }

    /** Commits, and loses the answer. */
    private static final class Doubtful extends JdbcTransactionManager {

        private static final long serialVersionUID = 1L;

        private final AtomicBoolean lost;

        Doubtful(DataSource source, AtomicBoolean lost) {
            super(source);
            this.lost = lost;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            super.doCommit(status);
            if (lost.get()) {
                throw new TransactionSystemException("no answer", new SQLException("cut", "08006"));
            }
        }
    }
}
