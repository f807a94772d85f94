package com.bookstore.events.outbox.relay;

import com.bookstore.events.outbox.StoredHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way together. None is sent behind one of its topic that was not: it would overtake that one. Used by one
 * thread; answers come on the producer's.
 */
final class RelayBatch {

    private static final Object ACKNOWLEDGED = new Object();
    private static final Object NOT_SENT = new Object();
    private static final Object GIVEN_UP = new Object();

    private final List<RelayRow> rows;
    private final Runnable stopSending;
    private final AtomicReferenceArray<@Nullable Object> outcomes;
    private final CountDownLatch open;
    private final Map<String, Exception> closedTopics = new LinkedHashMap<>();
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();
    private final Thread sender = Thread.currentThread();
    private boolean producerFailed;

    /**
     * Creates a batch.
     *
     * @param rows the events, in their order
     * @param stopSending has the producer send nothing any more, at once; called from its own thread as well
     */
    RelayBatch(List<RelayRow> rows, Runnable stopSending) {
        this.rows = rows;
        this.stopSending = stopSending;
        this.outcomes = new AtomicReferenceArray<>(rows.size());
        this.open = new CountDownLatch(rows.size());
    }

    /**
     * Hands the events to the producer.
     *
     * @param producer takes them
     * @param time the time they are given, in milliseconds since 1970
     * @param goOn asked before each event
     */
    void send(Producer<Object, Object> producer, LongSupplier time, BooleanSupplier goOn) {
        for (int i = 0; i < rows.size(); i++) {
            RelayRow row = rows.get(i);
            if (closedTopics.containsKey(row.topic()) || end.get() != null || !goOn.getAsBoolean()) {
                settle(i, NOT_SENT);
            } else {
                send(producer, row, i, time.getAsLong());
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private void send(Producer<Object, Object> producer, RelayRow row, int position, long time) {
        Answer answer = new Answer(position);
        try {
            producer.send(
                    new ProducerRecord<>(
                            row.topic(),
                            null,
                            time,
                            row.key(),
                            row.payload(),
                            StoredHeaders.read(row.type(), row.headers())),
                    answer);
        } catch (RuntimeException failure) {
            answer.onCompletion(null, failure);
        }
    }

    private void settle(int position, Object outcome) {
        if (outcomes.compareAndSet(position, null, outcome)) {
            open.countDown();
        }
    }

    /** Waits until each event has an outcome. */
    boolean await(long nanos) throws InterruptedException {
        return open.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** How many events have no outcome yet. */
    long open() {
        return open.getCount();
    }

    /** Waits no longer; what is not acknowledged yet is sent again. */
    void giveUp() {
        end.compareAndSet(null, GIVEN_UP);
        stopSending.run();
    }

    /** Whether another producer is needed: this one was stopped, is broken, or has answers to give still. */
    boolean needsNewProducer() {
        return end.get() != null || producerFailed || open() > 0;
    }

    List<RelayRow> acknowledged() {
        List<RelayRow> acknowledged = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) == ACKNOWLEDGED) {
                acknowledged.add(rows.get(i));
            }
        }
        return acknowledged;
    }

    /** What Kafka does not take, now or later. */
    List<Refused> refused() {
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof Exception failure && isOfTheEvent(failure)) {
                refused.add(new Refused(rows.get(i), failure));
            }
        }
        return refused;
    }

    private boolean isOfTheEvent(Exception failure) {
        return RelayFailure.isOfTheEvent(failure, rows.size() == 1);
    }

    /** The sequence numbers of events that Kafka may never take, and that have to be sent alone to know. */
    Set<Long> doubtful() {
        Set<Long> doubtful = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof InvalidRecordException failure && !isOfTheEvent(failure)) {
                doubtful.add(rows.get(i).sequence());
            }
        }
        return doubtful;
    }

    /** Whether it is one of these events, alone. */
    boolean isOneOf(Set<Long> sequences) {
        return rows.size() == 1 && sequences.contains(rows.get(0).sequence());
    }

    /** Topics that took no event at the moment, and why. */
    Map<String, Exception> closedTopics() {
        Map<String, Exception> closed = new LinkedHashMap<>(closedTopics);
        if (end.get() instanceof Failure failure) {
            closed.put(failure.topic(), failure.cause());
        }
        return closed;
    }

    /** Topics of the events without an outcome. */
    Set<String> openTopics() {
        Set<String> topics = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) == null) {
                topics.add(rows.get(i).topic());
            }
        }
        return topics;
    }

    /**
     * An event that Kafka does not take.
     *
     * @param row the event
     * @param cause why
     */
    record Refused(RelayRow row, Exception cause) {

        private static final int LONGEST = 2_000;

        String reason() {
            String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        }
    }

    private record Failure(String topic, Exception cause) {}

    private final class Answer implements Callback {

        private final int position;

        Answer(int position) {
            this.position = position;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata sent, @Nullable Exception problem) {
            if (problem != null && !isOfTheEvent(problem)) {
                mayNotBeOvertaken(rows.get(position).topic(), problem);
            }
            settle(position, problem == null ? ACKNOWLEDGED : problem);
        }

        /** What is not sent yet is left out; what the producer has already would be sent, if it went on. */
        private void mayNotBeOvertaken(String topic, Exception problem) {
            if (Thread.currentThread() == sender) {
                closedTopics.putIfAbsent(topic, problem);
                producerFailed |= !RelayFailure.isOfTheTopic(problem);
            } else if (end.compareAndSet(null, new Failure(topic, problem))) {
                stopSending.run();
            }
        }
    }
}
