package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Keeps what one listener cannot handle at the moment from becoming dead letters, for all threads of its container:
 *
 * <ol>
 *   <li>closed: records whose retries are exhausted are counted and become dead letters; one that succeeds starts the count
 *       anew. With the last of a given number the breaker opens: that record is held;
 *   <li>open: the container is paused and what still fails is held, until the pause is over;
 *   <li>probing: the container goes on. The first record that succeeds closes the breaker. The first that fails, without a
 *       retry, opens it for twice as long;
 *   <li>a record that has failed as a probe too often becomes a dead letter: it may be the only one that fails. The next is
 *       the probe.
 * </ol>
 *
 * A held record is sought again, with all behind it: the order of its partition is kept. Thread-safe.
 */
final class ListenerBreaker {

    private final String listener;
    private final BreakerProperties properties;
    private final Timer timer;
    private final EventRecorder recorder;
    private final Clock clock;
    private final BreakerLog log;

    private final Set<Position> failed = new HashSet<>();
    private final Map<TopicPartition, Probes> probes = new HashMap<>();
    private final ContainerPause pause = new ContainerPause(this::isOpen);
    private volatile State state = State.CLOSED;
    private volatile boolean quiet = true;
    private final AtomicLong period = new AtomicLong();
    private volatile boolean probed;
    private volatile @Nullable Opening opening;

    ListenerBreaker(String listener, BreakerProperties properties, Timer timer, EventRecorder recorder, Clock clock) {
        this.listener = listener;
        this.properties = properties;
        this.timer = timer;
        this.recorder = recorder;
        this.clock = clock;
        this.log = new BreakerLog(listener);
    }

    String listener() {
        return listener;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isProbing() {
        return state == State.PROBING;
    }

    private boolean isOpen() {
        return state == State.OPEN;
    }

    /** Why and since when it is open or probing, {@code null} if it is closed. */
    @Nullable
    Opening opening() {
        return opening;
    }

    /** To be called before a record is handled; the mark tells later whether that was a probe. */
    long mark() {
        if (!probed) {
            probed = true;
        }
        return period.get();
    }

    /** To be called when a record is handled. */
    void handled(long mark) {
        if (quiet) {
            return;
        }
        Opening ended;
        synchronized (this) {
            if (state == State.CLOSED) {
                failed.clear();
                quiet = true;
                return;
            }
            if (state != State.PROBING || mark != period.get()) {
                return; // it was begun before the breaker opened, and tells nothing about now
            }
            ended = close();
        }
        tellClosed(ended, true);
    }

    /**
     * Decides what becomes of a record whose retries are exhausted.
     *
     * @return whether it is to be a dead letter; if not, it is to come again
     */
    boolean isDead(ConsumerRecord<?, ?> exhausted, Throwable cause, MessageListenerContainer container) {
        boolean opens;
        boolean fails;
        Opening why;
        long current;
        synchronized (this) {
            if (isLeftToDie(exhausted)) {
                return true;
            }
            opens = state == State.CLOSED;
            fails = state != State.OPEN;
            why = fails ? open(cause, container) : opening;
            current = period.get();
        }
        if (fails && why != null) {
            Duration length = properties.pauseAfter(why.failedProbes());
            if (opens) {
                log.opened(exhausted, cause, properties.failures(), length);
                recorder.listenerBreaker(listener, why.group(), true);
            }
            timer.after(length, () -> probe(container, current));
        }
        pause.settle(container);
        return false;
    }

    private boolean isLeftToDie(ConsumerRecord<?, ?> exhausted) {
        TopicPartition partition = new TopicPartition(exhausted.topic(), exhausted.partition());
        Position position = new Position(partition, exhausted.offset());
        if (state == State.CLOSED) {
            quiet = false;
            failed.add(position);
            return failed.size() < properties.failures();
        }
        return state == State.PROBING
                && probes.merge(partition, new Probes(position, 1), Probes::plus).count >= properties.maxProbes();
    }

    private Opening open(Throwable cause, MessageListenerContainer container) {
        String type = cause.getClass().getName();
        Opening before = opening;
        Opening why = before == null
                ? new Opening(clock.instant(), type, 0, String.valueOf(container.getGroupId()))
                : new Opening(before.since(), type, before.failedProbes() + 1, before.group());
        state = State.OPEN;
        period.incrementAndGet();
        opening = why;
        return why;
    }

    private void probe(MessageListenerContainer container, long paused) {
        long current;
        synchronized (this) {
            if (state != State.OPEN || period.get() != paused) {
                return;
            }
            state = State.PROBING;
            current = period.incrementAndGet();
            probed = false;
        }
        timer.after(properties.maxProbeInterval(), () -> giveUpProbing(current));
        pause.settle(container);
    }

    /** What was held may have gone to another instance: if nothing comes, there is nothing left to wait for. */
    private void giveUpProbing(long probing) {
        Opening ended;
        synchronized (this) {
            if (state != State.PROBING || period.get() != probing) {
                return;
            }
            if (probed) {
                probed = false;
                timer.after(properties.maxProbeInterval(), () -> giveUpProbing(probing));
                return;
            }
            ended = close();
        }
        tellClosed(ended, false);
    }

    private @Nullable Opening close() {
        Opening ended = opening;
        state = State.CLOSED;
        period.incrementAndGet();
        opening = null;
        failed.clear();
        probes.clear();
        quiet = true;
        return ended;
    }

    private void tellClosed(@Nullable Opening ended, boolean handled) {
        if (ended != null) {
            log.closed(ended, Duration.between(ended.since(), clock.instant()), handled);
            recorder.listenerBreaker(listener, ended.group(), false);
        }
    }

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    /** Runs something later, on another thread. */
    @FunctionalInterface
    interface Timer {

        void after(Duration delay, Runnable task);
    }

    /** Why a breaker is not closed; the cause is the class of the last exception. */
    record Opening(Instant since, String cause, int failedProbes, String group) {}

    private record Position(TopicPartition partition, long offset) {}

    private record Probes(Position position, int count) {

        private Probes plus(Probes other) {
            return position.equals(other.position) ? new Probes(position, count + other.count) : other;
        }
    }
}
