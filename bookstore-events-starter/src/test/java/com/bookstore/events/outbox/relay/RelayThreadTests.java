package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class RelayThreadTests {

    private final OutboxRelay relay = mock(OutboxRelay.class);
    private final RelayThread thread = new RelayThread(relay, Duration.ofMillis(10), Duration.ZERO);

    @Test
    void isNotDeadBeforeItsStartAndAfterItsStop() {
        assertThat(thread.hasDied()).isFalse();
        thread.start();
        assertThat(thread.isRunning()).isTrue();
        assertThat(thread.runningFor()).isLessThan(Duration.ofMinutes(1));
        thread.stop();
        assertThat(thread.isRunning()).isFalse();
        assertThat(thread.hasDied()).isFalse();
    }

    @Test
    void isDeadWhenItEndedByItself() throws InterruptedException {
        when(relay.relay(any())).thenThrow(new InterruptedException());

        thread.start();

        await().until(thread::hasDied);
        assertThat(thread.isRunning()).isTrue();
        thread.stop();
    }

    @Test
    void survivesWhatNobodyDeclares() throws InterruptedException {
        when(relay.relay(any()))
                .thenAnswer(call -> {
                    throw new IOException("not declared");
                })
                .thenThrow(new StackOverflowError())
                .thenReturn(false);

        thread.start();

        await().untilAsserted(() -> verify(relay, atLeast(4)).relay(any()));
        assertThat(thread.hasDied()).isFalse();
        thread.stop();
        verify(relay).leave();
    }

    @Test
    void survivesFailuresOfTheDatabase() throws InterruptedException {
        when(relay.relay(any())).thenThrow(new DataAccessResourceFailureException("gone"));

        thread.start();

        await().untilAsserted(() -> verify(relay, atLeast(3)).relay(any()));
        assertThat(thread.hasDied()).isFalse();
        thread.stop();
    }
}
