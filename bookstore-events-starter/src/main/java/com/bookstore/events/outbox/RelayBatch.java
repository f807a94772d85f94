package com.bookstore.events.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way together. Those of one topic are sent in order, and none behind one that the producer did not take:
 * it would overtake that one.
 */
final class RelayBatch {

    private static final Object ACKNOWLEDGED = new Object();
    private static final Object NOT_SENT = new Object();

    private final List<OutboxRow> rows;
    private final AtomicReferenceArray<@Nullable Object> outcomes;
    private final CountDownLatch open;

    RelayBatch(List<OutboxRow> rows) {
        this.rows = rows;
        this.outcomes = new AtomicReferenceArray<>(rows.size());
        this.open = new CountDownLatch(rows.size());
    }

    /**
     * Hands the events to the producer.
     *
     * @param beforeEach called before each event; tells whether to go on
     */
    void send(Producer<Object, Object> producer, BeforeEach beforeEach) {
        Set<String> closed = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            OutboxRow row = rows.get(i);
            if (closed.contains(row.topic()) || !beforeEach.goOn()) {
                settle(i, NOT_SENT);
            } else if (!send(producer, i)) {
                closed.add(row.topic());
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private boolean send(Producer<Object, Object> producer, int position) {
        OutboxRow row = rows.get(position);
        Answer answer = new Answer(position);
        try {
            producer.send(
                    new ProducerRecord<>(
                            row.topic(),
                            null,
                            null,
                            row.key(),
                            row.payload(),
                            StoredHeaders.read(row.type(), row.headers())),
                    answer);
        } catch (RuntimeException failure) {
            answer.onCompletion(null, failure);
        }
        return !(answer.failure != null && RelayFailure.isOfTheTopic(answer.failure));
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

    List<OutboxRow> acknowledged() {
        List<OutboxRow> acknowledged = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) == ACKNOWLEDGED) {
                acknowledged.add(rows.get(i));
            }
        }
        return acknowledged;
    }

    /** What Kafka does not take, now or later. */
    Map<OutboxRow, Exception> refused() {
        Map<OutboxRow, Exception> refused = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof Exception failure && RelayFailure.isOfTheEvent(failure)) {
                refused.put(rows.get(i), failure);
            }
        }
        return refused;
    }

    /** Topics with events that are neither acknowledged nor refused, and what is known of the reason. */
    Map<String, @Nullable Exception> unfinishedTopics() {
        Map<String, @Nullable Exception> topics = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Object outcome = outcomes.get(i);
            if (outcome == null) {
                topics.putIfAbsent(rows.get(i).topic(), null);
            } else if (outcome instanceof Exception failure && !RelayFailure.isOfTheEvent(failure)) {
                topics.put(rows.get(i).topic(), failure);
            }
        }
        return topics;
    }

    /** Decides whether further events are sent. */
    interface BeforeEach {
        boolean goOn();
    }

    private final class Answer implements Callback {

        private final int position;
        private volatile @Nullable Exception failure;

        Answer(int position) {
            this.position = position;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata sent, @Nullable Exception problem) {
            failure = problem;
            settle(position, problem == null ? ACKNOWLEDGED : problem);
        }
    }
}
