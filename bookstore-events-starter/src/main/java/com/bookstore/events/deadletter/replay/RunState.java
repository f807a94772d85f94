package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.replay.ReplayProgress.State;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far a run is. Written by its thread, read and cancelled by others. */
final class RunState {

    private final String id;
    private final String by;
    private final ReplayPreview preview;
    private final Clock clock;
    private final Instant startedAt;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile State state = State.WAITING;
    private volatile @Nullable Instant endedAt;
    private volatile @Nullable String error;

    RunState(String id, String by, ReplayPreview preview, Clock clock) {
        this.id = id;
        this.by = by;
        this.preview = preview;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    String id() {
        return id;
    }

    String by() {
        return by;
    }

    boolean goesOn() {
        return cancelled.getCount() > 0 && error == null;
    }

    /** Waits, but not when it is cancelled. */
    void pause(long nanos) throws InterruptedException {
        if (nanos > 0 && cancelled.await(nanos, TimeUnit.NANOSECONDS)) {
            return; // which goesOn tells
        }
    }

    void running() {
        state = State.RUNNING;
    }

    void sent(int count) {
        sent.addAndGet(count);
    }

    void failed(int count) {
        failed.addAndGet(count);
    }

    boolean cancel() {
        boolean first = !state.isEnd() && cancelled.getCount() > 0;
        cancelled.countDown();
        return first;
    }

    void fail(String why) {
        error = why;
    }

    void end() {
        if (endedAt == null) {
            endedAt = clock.instant();
            state = error != null ? State.FAILED : cancelled.getCount() == 0 ? State.CANCELLED : State.DONE;
        }
    }

    ReplayProgress progress() {
        return new ReplayProgress(
                id,
                state,
                by,
                startedAt,
                endedAt,
                preview.sendable(),
                preview.refused(),
                sent.get(),
                failed.get(),
                error);
    }
}
