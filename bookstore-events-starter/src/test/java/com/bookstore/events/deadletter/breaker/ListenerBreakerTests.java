package com.bookstore.events.deadletter.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.deadletter.breaker.ListenerBreaker.Opening;
import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.listener.MessageListenerContainer;

class ListenerBreakerTests {

    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final Exception GONE = new IllegalStateException("gone");

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Duration> delays = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicBoolean paused = new AtomicBoolean();
    private final MessageListenerContainer container = mock(MessageListenerContainer.class);
    private final EventRecorder recorder = new EventRecorder() {
        @Override
        public void listenerBreaker(String listener, String group, boolean open) {
            told.add(listener + " " + group + " " + open);
        }
    };
    private final ListenerBreaker breaker = new ListenerBreaker(
            "orders",
            new BreakerProperties(true, 3, PROBE, LONGEST, 4),
            (delay, task) -> {
                delays.add(delay);
                tasks.add(task);
            },
            recorder,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void containerThatPauses() {
        when(container.getGroupId()).thenReturn("shop");
        when(container.isRunning()).thenAnswer(asked -> running.get());
        when(container.isPauseRequested()).thenAnswer(asked -> paused.get());
        doAnswer(asked -> pauseIt(true)).when(container).pause();
        doAnswer(asked -> pauseIt(false)).when(container).resume();
    }

    private Object pauseIt(boolean wanted) {
        paused.set(wanted);
        return null;
    }

    @Test
    void opensWithTheLastOfThreeRecordsInARowAndHoldsIt() {
        assertThat(isDead(0, 1)).isTrue();
        assertThat(isDead(1, 1)).isTrue();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(paused).isFalse();

        assertThat(isDead(0, 2)).isFalse();

        assertThat(breaker.isClosed()).isFalse();
        assertThat(paused).isTrue();
        assertThat(delays).containsExactly(PROBE);
        assertThat(breaker.opening()).isEqualTo(new Opening(NOW, IllegalStateException.class.getName(), 0, "shop"));
        assertThat(told).containsExactly("orders shop true");
    }

    @Test
    void aRecordThatIsHandledStartsTheCountAnew() {
        isDead(0, 1);
        isDead(0, 2);
        handle();

        assertThat(isDead(0, 4)).isTrue();
        assertThat(isDead(0, 5)).isTrue();
        assertThat(isDead(0, 6)).isFalse();
    }

    @Test
    void aRecordWhoseDeadLetterCannotBeStoredCountsOnce() {
        isDead(0, 1);
        isDead(1, 7);

        assertThat(isDead(0, 1)).isTrue();
        assertThat(isDead(1, 7)).isTrue();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void whatFailsWhileItIsOpenIsHeldAndDoesNotMakeThePauseLonger() {
        open();

        assertThat(isDead(1, 50)).isFalse();

        assertThat(delays).containsExactly(PROBE);
        assertThat(breaker.opening().failedProbes()).isZero();
    }

    @Test
    void goesOnAfterThePauseAndClosesWithTheFirstRecordThatIsHandled() {
        open();

        runTask();
        assertThat(paused).isFalse();
        assertThat(breaker.isClosed()).isFalse();
        handle();

        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.opening()).isNull();
        assertThat(told).containsExactly("orders shop true", "orders shop false");
    }

    @Test
    void aProbeThatFailsPausesForTwiceAsLongUpToALimit() {
        open();
        for (int probe = 0; probe < 5; probe++) {
            runProbe();
            assertThat(isDead(probe, 9)).isFalse(); // each of another partition
            assertThat(paused).isTrue();
        }

        assertThat(delays)
                .containsExactly(
                        PROBE,
                        LONGEST,
                        PROBE.multipliedBy(2),
                        LONGEST,
                        PROBE.multipliedBy(4),
                        LONGEST,
                        LONGEST,
                        LONGEST,
                        LONGEST,
                        LONGEST,
                        LONGEST);
        assertThat(breaker.opening().failedProbes()).isEqualTo(5);
    }

    @Test
    void whatWasBegunBeforeItOpenedDoesNotCloseIt() {
        long mark = breaker.mark();
        open();
        breaker.handled(mark);
        assertThat(breaker.isClosed()).isFalse();

        runTask();
        breaker.handled(mark);

        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void aRecordThatFailsAsTheProbeTooOftenIsADeadLetterAndTheNextIsTheProbe() {
        open();
        for (int probe = 0; probe < 3; probe++) {
            runProbe();
            assertThat(isDead(0, 3)).isFalse();
        }
        runProbe();

        assertThat(isDead(0, 3)).isTrue();
        assertThat(paused).isFalse();
        assertThat(isDead(0, 4)).isFalse();
        assertThat(paused).isTrue();
        runProbe();
        handle();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void countsFromTheStartAfterItHasClosed() {
        open();
        runTask();
        handle();

        assertThat(isDead(0, 3)).isTrue();
        assertThat(isDead(0, 4)).isTrue();
        assertThat(isDead(0, 5)).isFalse();
        assertThat(delays.peekLast()).isEqualTo(PROBE);
    }

    @Test
    void closesIfNothingComesWhileItProbes() {
        open();
        runTask();

        runTask();

        assertThat(breaker.isClosed()).isTrue();
        assertThat(told).endsWith("orders shop false");
    }

    @Test
    void waitsForAProbeThatTakesLong() {
        open();
        runTask();
        long mark = breaker.mark();

        runTask();
        assertThat(breaker.isClosed()).isFalse();
        breaker.handled(mark);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void leavesAPauseThatSomebodyElseAskedFor() {
        paused.set(true);
        open();

        runTask();

        assertThat(paused).isTrue();
    }

    @Test
    void pausesAgainAContainerThatSomebodyResumed() {
        open();
        paused.set(false);

        assertThat(isDead(0, 3)).isFalse();

        assertThat(paused).isTrue();
    }

    @Test
    void doesNotTouchAContainerThatStops() {
        running.set(false);
        open();
        assertThat(paused).isFalse();

        running.set(true);
        runTask();
        handle();

        assertThat(paused).isFalse();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void aPauseThatComesTooLateIsTakenBack() {
        open();
        paused.set(false);
        doAnswer(asked -> {
                    runTask(); // the pause is over before it is asked for
                    return pauseIt(true);
                })
                .when(container)
                .pause();

        assertThat(isDead(0, 3)).isFalse();

        assertThat(paused).isFalse();
        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void healthTellsWhoIsPausedSinceWhenAndWhy() {
        ListenerBreakers breakers =
                new ListenerBreakers(new BreakerProperties(true, 1, PROBE, LONGEST, 4), recorder, Clock.systemUTC());
        try (breakers) {
            ListenerBreakerHealthIndicator indicator = new ListenerBreakerHealthIndicator(breakers);
            breakers.watch("one", (records, acknowledgment, consumer) -> {});
            breakers.watch("other", (records, acknowledgment, consumer) -> {});
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

            breakers.find("one").isDead(new ConsumerRecord<>("topic", 0, 1, "k", "v"), GONE, container);

            assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(indicator.health().getDetails().get("paused"))
                    .asString()
                    .startsWith("{one=")
                    .contains("cause=java.lang.IllegalStateException", "failedProbes=0")
                    .doesNotContain("other");
        }
    }

    private void open() {
        isDead(0, 1);
        isDead(0, 2);
        isDead(0, 3);
    }

    /** Ends the pause, and forgets to look whether a probe comes. */
    private void runProbe() {
        tasks.removeLast().run();
    }

    private void runTask() {
        tasks.removeFirst().run();
    }

    private void handle() {
        breaker.handled(breaker.mark());
    }

    private boolean isDead(int partition, long offset) {
        return breaker.isDead(new ConsumerRecord<>("orders", partition, offset, "k", "v"), GONE, container);
    }
}
