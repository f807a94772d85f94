package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.relay.BacklogWatch.Seen;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class BacklogWatchTests {

    private final EventRecorder recorder = mock(EventRecorder.class);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void remembersAndTellsWhatItSaw() {
        Backlog found = new Backlog(3, 2, 1_500, System.nanoTime());
        BacklogWatch watch = new BacklogWatch(() -> found, recorder, Duration.ofSeconds(10));
        assertThat(watch.seen()).isNull();

        watch.look(64);

        assertThat(watch.seen()).isEqualTo(new Seen(found, 64));
        verify(recorder).outboxBacklog(3, 2, 1_500);
        verifyNoMoreInteractions(recorder);
    }

    @Test
    void looksFourTimesPerLeaseAndNoMoreOften() {
        BacklogWatch rare = new BacklogWatch(this::next, recorder, Duration.ofDays(1));
        rare.look(1);
        rare.look(1);
        assertThat(looks).hasValue(1);

        BacklogWatch often = new BacklogWatch(this::next, recorder, Duration.ofMillis(40));
        looks.set(0);
        long start = System.nanoTime();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            often.look(1);
            return looks.get() == 5;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }

    @Test
    void aLookThatFailsLeavesWhatWasSeenBefore() {
        BacklogWatch watch = new BacklogWatch(this::oneThenNone, recorder, Duration.ofMillis(4));
        watch.look(1);
        Seen before = watch.seen();

        Awaitility.await().until(() -> {
            watch.look(1);
            return looks.get() > 1;
        });

        assertThat(watch.seen()).isSameAs(before);
        verify(recorder).outboxBacklog(1, 0, 0);
        verifyNoMoreInteractions(recorder);
    }

    @Test
    void aRecorderThatFailsDisturbsNobody() {
        doThrow(new IllegalStateException("full")).when(recorder).outboxBacklog(1, 0, 0);
        BacklogWatch watch = new BacklogWatch(this::next, recorder, Duration.ofSeconds(10));

        watch.look(1);

        assertThat(watch.seen()).isNotNull();
    }

    @Test
    void theOldestGrowsOlderUntilTheNextLookIfThereIsOne() {
        long minuteAgo = System.nanoTime() - Duration.ofMinutes(1).toNanos();

        assertThat(new Backlog(1, 0, 2_000, minuteAgo).oldestAge())
                .isBetween(Duration.ofSeconds(62), Duration.ofSeconds(120));
        assertThat(new Backlog(0, 0, 0, minuteAgo).oldestAge()).isZero();
    }

    private Backlog next() {
        looks.incrementAndGet();
        return new Backlog(1, 0, 0, System.nanoTime());
    }

    private Backlog oneThenNone() {
        Backlog found = next();
        if (looks.get() > 1) {
            throw new DataAccessResourceFailureException("gone");
        }
        return found;
    }
}
