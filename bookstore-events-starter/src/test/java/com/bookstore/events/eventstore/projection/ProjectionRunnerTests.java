package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class ProjectionRunnerTests {

    private final ProjectionWorker one = worker("one");
    private final ProjectionWorker two = worker("two");
    private final ProjectionWatch watch = mock(ProjectionWatch.class);
    private final ProjectionRunner runner =
            new ProjectionRunner(List.of(one, two), watch, ProjectionDatabase.settings());

    private static ProjectionWorker worker(String name) {
        ProjectionWorker worker = mock(ProjectionWorker.class);
        when(worker.name()).thenReturn(name);
        when(worker.work()).thenReturn(Rest.IDLE);
        return worker;
    }

    @Test
    void runsAllFromTheStartToTheStop() {
        when(two.isHere()).thenReturn(true);
        runner.start();

        await().untilAsserted(() -> {
            verify(one, atLeastOnce()).work();
            verify(two, atLeastOnce()).work();
            verify(watch, atLeastOnce()).look();
        });
        assertThat(runner.isRunning()).isTrue();
        assertThat(runner.hasDied()).isFalse();
        assertThat(runner.here()).containsExactly("two");
        runner.stop();

        assertThat(runner.isRunning()).isFalse();
        assertThat(runner.hasDied()).isFalse();
        verify(one).leave();
        verify(two).leave();
    }

    @Test
    void aLeaseThatCannotBeRenewedDoesNotKeepOthersFromIt() {
        doThrow(new DataAccessResourceFailureException("gone")).when(one).renew();
        runner.start();

        await().untilAsserted(() -> verify(two, atLeastOnce()).renew());
        runner.stop();
    }

    @Test
    void anErrorDoesNotEndTheThreadThatRenewsLeases() {
        doThrow(new NoClassDefFoundError("gone")).when(one).renew();
        runner.start();

        await().untilAsserted(() -> {
            verify(two, atLeastOnce()).renew();
            verify(watch, atLeastOnce()).look();
        });
        assertThat(runner.hasDied()).isFalse();
        runner.stop();
    }

    @Test
    void theStopWaitsForTheBatchAtWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        when(one.work()).thenAnswer(call -> {
            begun.countDown();
            end.await();
            return Rest.IDLE;
        });
        runner.start();
        begun.await();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(runner::stop);

        assertThatThrownBy(() -> stop.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        verify(one, never()).leave();
        end.countDown();
        stop.get(60, TimeUnit.SECONDS);
        verify(one).leave();
    }

    @Test
    void onlyTheOneThatWasChangedHurries() {
        runner.start();
        runner.changed("two");

        verify(two).hurry();
        verify(one, never()).hurry();
        runner.stop();
    }

    @Test
    void tellsThatAThreadHasEnded() {
        when(one.work()).thenAnswer(call -> {
            Thread.currentThread().interrupt();
            return Rest.IDLE;
        });
        runner.start();

        await().until(runner::hasDied);
        runner.stop();
    }
}
