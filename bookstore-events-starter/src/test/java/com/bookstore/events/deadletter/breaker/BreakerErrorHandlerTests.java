package com.bookstore.events.deadletter.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.bookstore.events.deadletter.breaker.ListenerBreaker.Opening;
import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedRuntimeException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

class BreakerErrorHandlerTests {

    private static final int RETRIES = 3;
    private static final Exception AWAY = new ListenerExecutionFailedException("failed", new IllegalStateException());
    private static final Exception WRONG =
            new ListenerExecutionFailedException("failed", new IllegalArgumentException());
    private static final ConsumerRecord<?, ?> FIRST = new ConsumerRecord<>("orders", 0, 5, "k", "v");
    private static final ConsumerRecord<?, ?> OTHER = new ConsumerRecord<>("orders", 1, 8, "k", "v");

    private static final ConsumerRecord<?, ?> HALF_WAY = new ConsumerRecord<>("orders", 2, 3, "k", "v");

    private final List<ConsumerRecord<?, ?>> dead = new ArrayList<>();
    private final ListenerBreakers breakers = new ListenerBreakers(
            new BreakerProperties(true, 2, Duration.ofMillis(1), Duration.ofHours(1), 100),
            EventRecorder.NO_OP,
            Clock.systemUTC());
    private final DefaultErrorHandler handler =
            breakers.errorHandler((record, failure) -> dead.add(record), new FixedBackOff(0, RETRIES));
    private final Consumer<?, ?> consumer = mock(Consumer.class);
    private final MessageListenerContainer container = mock(MessageListenerContainer.class);
    private final Handler succeeds = breakers.watch("orders", (records, acknowledgment, kafka) -> {});

    @BeforeEach
    void containerOfTheListener() {
        handler.setResetStateOnRecoveryFailure(false);
        handler.addNotRetryableExceptions(IllegalArgumentException.class);
        when(container.getListenerId()).thenReturn("orders");
        when(container.isRunning()).thenReturn(true);
        when(container.getContainerProperties()).thenReturn(new ContainerProperties("orders"));
    }

    @AfterEach
    void close() {
        breakers.close();
    }

    @Test
    void retriesARecordBeforeItCounts() {
        exhaust(OTHER);
        assertThat(dead).containsExactly(OTHER);

        for (int attempt = 0; attempt < RETRIES; attempt++) {
            comesAgain(FIRST);
            assertThat(opening()).isNull();
        }
        comesAgain(FIRST);

        assertThat(opening()).isNotNull();
        assertThat(dead).containsExactly(OTHER);
        verify(consumer, times(RETRIES + 1)).seek(new TopicPartition("orders", 0), 5L);
    }

    @Test
    void whatABatchHandledBeforeTheRecordThatFailedEndsTheCount() {
        ConsumerRecord<Object, Object> before = new ConsumerRecord<>("orders", 0, 4, "k", "v");
        ConsumerRecord<Object, Object> failed = new ConsumerRecord<>("orders", 0, 5, "k", "v");
        List<RuntimeException> failures = List.of(
                new BatchListenerFailedException("failed", failed),
                new ListenerExecutionFailedException("failed", new BatchListenerFailedException("failed", 1)));
        for (RuntimeException failure : failures) {
            Handler fails = breakers.watch("orders", (records, acknowledgment, kafka) -> {
                throw failure;
            });
            exhaust(OTHER);

            assertThatThrownBy(() -> fails.handle(List.of(before, failed), null, consumer))
                    .isSameAs(failure);

            exhaust(HALF_WAY);
            assertThat(opening()).isNull();
            succeeds.handle(List.of(), null, consumer);
        }
    }

    @Test
    void aBatchWhoseFirstRecordFailsHasHandledNothing() {
        ConsumerRecord<Object, Object> first = new ConsumerRecord<>("orders", 0, 4, "k", "v");
        ConsumerRecord<Object, Object> behind = new ConsumerRecord<>("orders", 0, 5, "k", "v");
        Handler fails = breakers.watch("orders", (records, acknowledgment, kafka) -> {
            throw new BatchListenerFailedException("failed", first);
        });
        exhaust(OTHER);

        assertThatThrownBy(() -> fails.handle(List.of(first, behind), null, consumer))
                .isInstanceOf(BatchListenerFailedException.class);

        for (int attempt = 0; attempt <= RETRIES; attempt++) {
            comesAgain(HALF_WAY);
        }
        assertThat(opening()).isNotNull();
    }

    @Test
    void aProbeHasOneAttempt() {
        comesAgain(HALF_WAY);
        open();
        probe(FIRST, 1);
        probe(OTHER, 2);
        probe(HALF_WAY, 3);
        probe(FIRST, 4);
        assertThat(dead).containsExactly(OTHER);
    }

    @Test
    void whatWasHeldHasAllItsRetriesWhenTheBreakerHasClosed() {
        open();
        probe(FIRST, 1);
        awaitProbing();
        succeeds.handle(List.of(), null, null);
        assertThat(opening()).isNull();

        for (int attempt = 0; attempt < RETRIES; attempt++) {
            comesAgain(FIRST);
        }
        handler.handleRemaining(AWAY, List.of(FIRST), consumer, container);

        assertThat(dead).containsExactly(OTHER, FIRST);
    }

    @Test
    void whatIsWrongWithTheRecordItselfIsADeadLetterAtAnyTime() {
        handler.handleRemaining(WRONG, List.of(FIRST), consumer, container);
        handler.handleRemaining(WRONG, List.of(OTHER), consumer, container);
        assertThat(opening()).isNull();
        assertThat(dead).containsExactly(FIRST, OTHER);

        dead.clear();
        open();
        handler.handleRemaining(WRONG, List.of(FIRST), consumer, container);

        assertThat(dead).containsExactly(OTHER, FIRST);
        assertThat(opening().failedProbes()).isZero();
    }

    @Test
    void aListenerThatNobodyWatchesHasNoBreaker() {
        when(container.getListenerId()).thenReturn("somebody");

        exhaust(FIRST);
        exhaust(OTHER);

        assertThat(dead).containsExactly(FIRST, OTHER);
        verify(container, never()).pause();
    }

    /** With a pause of a millisecond, the breaker is probing soon. */
    private void open() {
        exhaust(OTHER);
        for (int attempt = 0; attempt <= RETRIES; attempt++) {
            comesAgain(FIRST);
        }
        assertThat(opening()).isNotNull();
    }

    private void probe(ConsumerRecord<?, ?> record, int failedProbes) {
        awaitProbing();
        comesAgain(record);
        assertThat(opening().failedProbes()).isEqualTo(failedProbes);
    }

    private void awaitProbing() {
        Awaitility.await().until(() -> breakers.find("orders").isProbing());
    }

    private void exhaust(ConsumerRecord<?, ?> record) {
        for (int attempt = 0; attempt < RETRIES; attempt++) {
            comesAgain(record);
        }
        handler.handleRemaining(AWAY, List.of(record), consumer, container);
    }

    private void comesAgain(ConsumerRecord<?, ?> record) {
        assertThatThrownBy(() -> handler.handleRemaining(AWAY, List.of(record), consumer, container))
                .isInstanceOf(NestedRuntimeException.class)
                .hasMessageStartingWith("Record in retry");
    }

    private Opening opening() {
        return breakers.find("orders").opening();
    }
}
