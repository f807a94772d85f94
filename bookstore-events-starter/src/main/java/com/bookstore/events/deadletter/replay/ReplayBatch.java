package com.bookstore.events.deadletter.replay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters on their way together. None overtakes one of its key that was not taken: one that is refused at once has those
 * of its key behind it left out, and one that is refused later has the producer send nothing any more; what was on its way is
 * to be sent again, by another. Used by one thread; answers come on the producer's.
 */
final class ReplayBatch {

    private static final Object ACKNOWLEDGED = new Object();
    private static final Object NOT_SENT = new Object();

    private final List<ReplayRow> rows;
    private final Runnable stopSending;
    private final AtomicReferenceArray<@Nullable Object> outcomes;
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Exception> end = new AtomicReference<>();
    private final Thread sender = Thread.currentThread();
    private final Set<ByteBuffer> stoppedKeys;
    private @Nullable Exception fatal;

    /**
     * Creates a batch.
     *
     * @param rows in their order
     * @param stoppedKeys keys of which nothing is to be sent any more; those of this batch are added
     * @param stopSending has the producer send nothing any more, at once; called from its own thread as well
     */
    ReplayBatch(List<ReplayRow> rows, Set<ByteBuffer> stoppedKeys, Runnable stopSending) {
        this.rows = rows;
        this.stoppedKeys = stoppedKeys;
        this.stopSending = stopSending;
        this.outcomes = new AtomicReferenceArray<>(rows.size());
        this.open = new CountDownLatch(rows.size());
    }

    void send(Producer<Object, Object> producer, String topic) {
        for (int i = 0; i < rows.size(); i++) {
            ReplayRow row = rows.get(i);
            if (fatal != null || end.get() != null || isStopped(row)) {
                settle(i, NOT_SENT);
            } else {
                send(producer, row, i, topic);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private void send(Producer<Object, Object> producer, ReplayRow row, int position, String topic) {
        Answer answer = new Answer(position);
        try {
            producer.send(row.to(topic), answer);
        } catch (RuntimeException failure) {
            answer.onCompletion(null, failure);
        }
    }

    private boolean isStopped(ReplayRow row) {
        ByteBuffer order = row.order();
        return order != null && stoppedKeys.contains(order);
    }

    private void settle(int position, Object outcome) {
        if (outcomes.compareAndSet(position, null, outcome)) {
            open.countDown();
        }
    }

    /**
     * Waits until each has an outcome.
     *
     * @return whether that was in time; if not, the producer sends nothing any more
     */
    boolean await(long nanos) throws InterruptedException {
        boolean settled = open.await(nanos, TimeUnit.NANOSECONDS);
        if (!settled) {
            stopSending.run();
        }
        for (ReplayRow row : refused().keySet()) {
            ByteBuffer order = row.order();
            if (order != null) {
                stoppedKeys.add(order);
            }
        }
        return settled;
    }

    int size() {
        return rows.size();
    }

    List<ReplayRow> acknowledged() {
        List<ReplayRow> acknowledged = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) == ACKNOWLEDGED) {
                acknowledged.add(rows.get(i));
            }
        }
        return acknowledged;
    }

    /** What Kafka does not take, however often it is sent. */
    Map<ReplayRow, Exception> refused() {
        Map<ReplayRow, Exception> refused = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i) instanceof Exception failure && isOfTheRecord(failure)) {
                refused.put(rows.get(i), failure);
            }
        }
        return refused;
    }

    /** What is to be sent again, as the producer was stopped before it was acknowledged, if it has to be. */
    List<ReplayRow> interrupted() {
        if (end.get() == null) {
            return List.of();
        }
        Set<ReplayRow> settled = new HashSet<>(acknowledged());
        settled.addAll(refused().keySet());
        return rows.stream()
                .filter(row -> !settled.contains(row) && !isStopped(row))
                .toList();
    }

    /** Why nothing can be sent at the moment, if that is so. */
    @Nullable
    Exception failure() {
        Exception ended = end.get();
        if (fatal == null && ended != null && !isOfTheRecord(ended)) {
            return ended;
        }
        return fatal;
    }

    private static boolean isOfTheRecord(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException;
    }

    private final class Answer implements Callback {

        private final int position;

        Answer(int position) {
            this.position = position;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata sent, @Nullable Exception problem) {
            if (problem != null) {
                refused(problem);
            }
            settle(position, problem == null ? ACKNOWLEDGED : problem);
        }

        private void refused(Exception problem) {
            if (Thread.currentThread() != sender) {
                if (end.compareAndSet(null, problem)) {
                    stopSending.run();
                }
            } else if (!isOfTheRecord(problem)) {
                fatal = problem;
            } else {
                ByteBuffer order = rows.get(position).order();
                if (order != null) {
                    stoppedKeys.add(order);
                }
            }
        }
    }
}
