package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pauses last for an hour: only a signal ends them. */
@Timeout(120)
class ProjectionThreadTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ProjectionWorker worker = mock(ProjectionWorker.class);
    private final BlockingQueue<Boolean> worked = new LinkedBlockingQueue<>();
    private volatile Rest rest = Rest.IDLE;
    private ProjectionThread thread;

    @BeforeEach
    void prepare() {
        when(worker.name()).thenReturn("a");
        when(worker.work()).thenAnswer(call -> {
            Rest answer = rest;
            worked.add(true);
            return answer;
        });
        thread = new ProjectionThread(worker, HOUR, HOUR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.stop();
        thread.join(Duration.ofMinutes(1));
        assertThat(thread.isAlive()).isFalse();
        verify(worker).leave();
    }

    @Test
    void looksAgainWhenSomethingIsAppended() throws InterruptedException {
        thread.start();
        awaitWork();
        for (int i = 0; i < 5; i++) {
            thread.appended();
            awaitWork();
        }
        thread.hurry();
        awaitWork();
        verify(worker).hurry();
    }

    @Test
    void anAppendDoesNotShortenThePauseAfterAFailure() throws InterruptedException {
        rest = Rest.of(HOUR);
        thread.start();
        awaitWork();
        thread.appended();

        assertThat(worked.poll(300, TimeUnit.MILLISECONDS)).isNull();
        thread.hurry();
        awaitWork();
    }

    private void awaitWork() throws InterruptedException {
        assertThat(worked.poll(60, TimeUnit.SECONDS)).isTrue();
    }
}
