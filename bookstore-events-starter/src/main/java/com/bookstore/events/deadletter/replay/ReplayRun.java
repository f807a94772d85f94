package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.replay.JdbcReplayTable.Reader;
import com.bookstore.events.deadletter.store.DeadLetterDetails.Action;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay. Source by source:
 *
 * <ol>
 *   <li>take the lease of the source, or wait for it;
 *   <li>read the next dead letters in the order of their offsets, send all, and meanwhile mark those before as replayed,
 *       which are acknowledged, and read those behind;
 *   <li>wait until each is acknowledged or refused. Of a key of which one was refused, no further is sent;
 *   <li>at the end of the source, or of the run, mark the last and let go of the lease.
 * </ol>
 *
 * After a crash, what was sent and not marked is still new: it is sent once more, as the same replay. Used by one thread.
 */
final class ReplayRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ReplayRun.class);

    private static final long LEASE_PAUSE_NANOS = 200_000_000L;
    private static final long RENEWAL_NANOS = 1_000_000_000L;
    private static final int LONGEST_FAILURE = 300;

    private final ReplayParts parts;
    private final ReplaySelection selection;
    private final List<ReplaySource> sources;
    private final RunState state;
    private final Pace pace;
    private final @Nullable Edit edit;
    private final Set<ByteBuffer> stoppedKeys = new HashSet<>();
    private final List<ReplayRow> unmarked = new ArrayList<>();
    private final ExecutorService reader = thread("bookstore-events-dead-letter-read");
    private final ExecutorService marker = thread("bookstore-events-dead-letter-mark");
    private CompletableFuture<?> marking = CompletableFuture.completedFuture(null);
    private long remaining;
    private long renewedAt;

    ReplayRun(
            ReplayParts parts,
            ReplaySelection selection,
            List<ReplaySource> sources,
            RunState state,
            Limits limits,
            @Nullable Edit edit) {
        this.parts = parts;
        this.selection = selection;
        this.sources = List.copyOf(sources);
        this.state = state;
        this.pace = new Pace(limits.rate(), System.nanoTime());
        this.remaining = limits.maxRecords();
        this.edit = edit;
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void run() {
        try (ReplayProducer producer = parts.producer(state.id())) {
            for (ReplaySource source : sources) {
                if (remaining > 0 && state.goesOn()) {
                    replay(source, producer);
                }
            }
        } catch (InterruptedException interrupted) {
            state.cancel();
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.warn("The replay {} of dead letters stops", state.id(), failure);
            state.fail(text(failure));
        } finally {
            reader.shutdown();
            marker.shutdown();
            state.end();
        }
    }

    private void replay(ReplaySource source, ReplayProducer producer) throws InterruptedException {
        ReplayTopics.Decision target = parts.topics().decide(source.topic(), source.group());
        if (target.refusal() != null || !await(source)) {
            return;
        }
        stoppedKeys.clear();
        try {
            if (edit != null && !parts.table().edit(edit.id(), edit.value(), line("EDITED", ""))) {
                state.fail("the dead letter is no longer new");
                return;
            }
            sendAll(source, target.topic(), producer);
        } finally {
            try {
                markAll();
            } finally {
                parts.leases().release(source.scope(), state.id());
            }
        }
    }

    /** Another run that has this source comes to its end, or its lease does. */
    private boolean await(ReplaySource source) throws InterruptedException {
        while (state.goesOn()) {
            long now = System.nanoTime();
            if (parts.leases().acquire(source.scope(), state.id())) {
                renewedAt = now;
                state.running();
                return true;
            }
            state.pause(LEASE_PAUSE_NANOS);
        }
        return false;
    }

    private void sendAll(ReplaySource source, String topic, ReplayProducer producer) throws InterruptedException {
        try (Reader rows =
                parts.table().new Reader(selection, source, remaining, pace.batch(parts.batchSize()), reader)) {
            List<ReplayRow> read = rows.next();
            while (!read.isEmpty() && state.goesOn()) {
                state.pause(pace.waitFor(read.size(), System.nanoTime()));
                if (!state.goesOn() || !holds(source)) {
                    return;
                }
                remaining -= read.size();
                ReplayBatch batch = new ReplayBatch(read, stoppedKeys, producer::stopSending);
                batch.send(producer.get(), topic);
                try {
                    mark();
                } finally {
                    settle(batch, topic, producer);
                }
                read = rows.next();
            }
        }
    }

    /** Renews the lease, but not more often than each second: it is longer than a batch may take by ten. */
    private boolean holds(ReplaySource source) {
        long now = System.nanoTime();
        if (now - renewedAt >= RENEWAL_NANOS) {
            if (!parts.leases().renew(source.scope(), state.id())) {
                state.fail("the lease of the source has ended; another replay may have it");
                return false;
            }
            renewedAt = now;
        }
        return true;
    }

    /** Waits for what is on its way, and sends again what was stopped with a record that was refused. */
    private void settle(ReplayBatch first, String topic, ReplayProducer producer) throws InterruptedException {
        ReplayBatch batch = first;
        while (true) {
            boolean settled = batch.await(parts.sendTimeout().toNanos());
            List<ReplayRow> acknowledged = batch.acknowledged();
            unmarked.addAll(acknowledged);
            state.sent(acknowledged.size());
            batch.refused().forEach(this::refused);
            Exception failure = batch.failure();
            if (!settled || failure != null) {
                producer.close();
                state.fail(failure == null ? "no acknowledgement within " + parts.sendTimeout() : text(failure));
                return;
            }
            List<ReplayRow> again = batch.interrupted();
            state.failed(batch.size() - acknowledged.size() - batch.refused().size() - again.size());
            if (again.isEmpty()) {
                return;
            }
            producer.close();
            batch = new ReplayBatch(again, stoppedKeys, producer::stopSending);
            batch.send(producer.get(), topic);
        }
    }

    private void refused(ReplayRow row, Exception failure) {
        state.failed(1);
        parts.table().note(row, line("SEND_FAILED", failure.getClass().getSimpleName()));
    }

    /** Marks beside the sending, as each takes about as long as the other; never two at once. */
    private void mark() {
        marking.join();
        if (!unmarked.isEmpty()) {
            List<ReplayRow> rows = List.copyOf(unmarked);
            unmarked.clear();
            String history = line("REPLAYED", "run " + state.id());
            marking = CompletableFuture.runAsync(
                    () -> {
                        parts.table().mark(rows, history);
                        parts.replayed(rows.size());
                    },
                    marker);
        }
    }

    private void markAll() {
        mark();
        marking.join();
    }

    private String line(String what, String detail) {
        return new Action(parts.clock().instant(), what, state.by(), detail).line();
    }

    private static String text(Exception thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() <= LONGEST_FAILURE ? text : text.substring(0, LONGEST_FAILURE);
    }

    /**
     * Another value for a dead letter.
     *
     * @param id its number
     * @param value the value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Edit(long id, byte[] value) {}

    /**
     * How much a run may do.
     *
     * @param maxRecords at most so many
     * @param rate so many per second; {@code null} for any number
     */
    record Limits(int maxRecords, @Nullable Integer rate) {}

    /** Tells how long to wait so that no more than so many are sent per second. Used by one thread. */
    static final class Pace {

        private static final long SECOND = 1_000_000_000L;

        private final @Nullable Integer rate;
        private long due;

        /**
         * Begins.
         *
         * @param rate how many per second; {@code null} for any number
         * @param now the time in nanoseconds
         */
        Pace(@Nullable Integer rate, long now) {
            this.rate = rate;
            this.due = now;
        }

        /** How many to send at once: no more than a second's worth. */
        int batch(int batchSize) {
            return rate == null ? batchSize : Math.min(batchSize, rate);
        }

        /** Returns how long to wait before so many are sent, in nanoseconds. */
        long waitFor(int count, long now) {
            if (rate == null) {
                return 0;
            }
            long wait = Math.max(0, due - now);
            due = Math.max(due, now) + count * SECOND / rate;
            return wait;
        }
    }
}
