package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.listening.HandlerGuard;
import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.util.backoff.BackOff;

/** The breakers of all listeners, one for each. */
public final class ListenerBreakers implements HandlerGuard.Watch, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ListenerBreakers.class);

    private final BreakerProperties properties;
    private final EventRecorder recorder;
    private final Clock clock;
    private final Map<String, ListenerBreaker> breakers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    ListenerBreakers(BreakerProperties properties, EventRecorder recorder, Clock clock) {
        this.properties = properties;
        this.recorder = recorder;
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "bookstore-events-breaker");
            thread.setDaemon(true);
            return thread;
        });
        // A consumer that still ends when this is closed needs no probe any more.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Makes an error handler that asks the breaker of the listener before a record becomes a dead letter.
     *
     * @param deadLetters stores dead letters
     * @param retries the waits between the attempts to handle a record
     * @return the handler
     */
    public DefaultErrorHandler errorHandler(ConsumerRecordRecoverer deadLetters, BackOff retries) {
        return new BreakerErrorHandler(this, new HoldingRecoverer(deadLetters), retries);
    }

    @Override
    public Handler watch(String listenerId, Handler handler) {
        ListenerBreaker breaker = breakers.computeIfAbsent(
                listenerId, id -> new ListenerBreaker(id, properties, this::after, recorder, clock));
        return (records, acknowledgment, consumer) -> {
            long mark = breaker.mark();
            try {
                handler.handle(records, acknowledgment, consumer);
            } catch (BatchListenerFailedException failure) {
                tellOfThoseBefore(failure, records, breaker, mark);
                throw failure;
            } catch (ListenerExecutionFailedException failure) {
                if (failure.getCause() instanceof BatchListenerFailedException named) {
                    tellOfThoseBefore(named, records, breaker, mark);
                }
                throw failure;
            }
            breaker.handled(mark);
        };
    }

    /** Records of a batch that come before the one that failed are handled, and are committed. */
    private static void tellOfThoseBefore(
            BatchListenerFailedException failure,
            List<ConsumerRecord<Object, Object>> records,
            ListenerBreaker breaker,
            long mark) {
        ConsumerRecord<?, ?> failed = failure.getRecord();
        ConsumerRecord<?, ?> first = records.get(0);
        boolean isFirst = failed == null
                ? failure.getIndex() <= 0
                : failed.offset() == first.offset()
                        && failed.partition() == first.partition()
                        && failed.topic().equals(first.topic());
        if (!isFirst) {
            breaker.handled(mark);
        }
    }

    /** The breaker of a listener, {@code null} if nobody tells what that listener has handled. */
    @Nullable
    ListenerBreaker find(@Nullable String listenerId) {
        return listenerId == null ? null : breakers.get(listenerId);
    }

    Collection<ListenerBreaker> all() {
        return List.copyOf(breakers.values());
    }

    private void after(Duration delay, Runnable task) {
        Future<?> unused = timer.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException failure) {
                        log.error("A listener that is paused could not be told to go on", failure);
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
