package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending.Reason;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A publication that no thread waits for. It has a place in the pipeline's room. */
final class AsyncPublication extends CompletableFuture<IdempotentPublication> {

    private final PublicationPipeline pipeline;
    private final Publication publication;
    private final Deadline deadline;
    private final PublicationRetries retries;
    private final EventRecorder recorder;
    private final AtomicBoolean told = new AtomicBoolean();

    private PublicationRetries.@Nullable Pauses pauses;
    private @Nullable Alarm alarm;

    AsyncPublication(
            PublicationPipeline pipeline,
            Publication publication,
            Duration timeLimit,
            PublicationRetries retries,
            EventRecorder recorder) {
        this.pipeline = pipeline;
        this.publication = publication;
        this.deadline = Deadline.in(timeLimit);
        this.retries = retries;
        this.recorder = recorder;
    }

    AsyncPublication begin() {
        Alarm set = new Alarm(this);
        alarm = set;
        pipeline.alarms().add(set);
        attempt();
        return this;
    }

    private void attempt() {
        var unused = pipeline.start(publication, deadline).whenComplete((outcome, failure) -> {
            if (failure == null) {
                end();
                succeed(outcome);
            } else if (!triesAgain(failure)) {
                end();
                fail(failure);
            }
        });
    }

    private boolean triesAgain(Throwable failure) {
        if (isDone()) {
            return false;
        }
        if (pauses == null) {
            pauses = retries.pauses();
        }
        Duration pause = pauses.after(failure);
        return pause != null && deadline.leaves(pause) && pipeline.after(pause, this::attempt) != null;
    }

    /** Only now is the place free: after the deadline an attempt may still be under way. */
    private void end() {
        pipeline.room().leave();
        if (alarm != null) {
            alarm.publication = null;
        }
        pipeline.alarms().forgetEnded();
    }

    /** Does nothing if this has ended. An attempt that is under way goes on. */
    private void deadlineIsOver() {
        if (!isDone()) {
            fail(new OutcomePending(publication.key(), Reason.DEADLINE));
        }
    }

    private void succeed(IdempotentPublication outcome) {
        if (told.compareAndSet(false, true)) {
            recorder.idempotentPublication(ClaimingEventPublisher.outcome(outcome));
            complete(outcome);
        }
    }

    private void fail(Throwable failure) {
        if (told.compareAndSet(false, true)) {
            recorder.idempotentPublication(ClaimingEventPublisher.outcome(failure));
            completeExceptionally(failure);
        }
    }

    /** Waits for the deadline of a publication, and lets go of it as soon as it ends. */
    private static final class Alarm {

        private final Deadline deadline;
        private volatile @Nullable AsyncPublication publication;

        Alarm(AsyncPublication publication) {
            this.deadline = publication.deadline;
            this.publication = publication;
        }

        boolean isOff() {
            return publication == null;
        }

        void ring() {
            AsyncPublication late = publication;
            publication = null;
            if (late != null) {
                late.deadlineIsOver();
            }
        }
    }

    /**
     * Ends publications whose deadline is over. All have the same time, so they end in the order in which they began, and one
     * timer, for the oldest, does for all: a timer for each would cost more than its round trips to the store.
     */
    static final class Alarms {

        private final PublicationPipeline timers;
        private final Queue<Alarm> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean set = new AtomicBoolean();

        Alarms(PublicationPipeline timers) {
            this.timers = timers;
        }

        private void add(Alarm alarm) {
            waiting.add(alarm);
            set();
        }

        /** As a rule the oldest end first. */
        private void forgetEnded() {
            Alarm oldest = waiting.peek();
            while (oldest != null && oldest.isOff()) {
                waiting.remove(oldest);
                oldest = waiting.peek();
            }
        }

        private void set() {
            if (!set.get() && set.compareAndSet(false, true)) {
                Alarm oldest = waiting.peek();
                if (oldest == null) {
                    release();
                } else {
                    // None if the pipeline is closed, which ends all publications itself.
                    var unused = timers.after(oldest.deadline.left(), this::ring);
                }
            }
        }

        private void release() {
            set.set(false);
            if (!waiting.isEmpty()) {
                set();
            }
        }

        private void ring() {
            Alarm oldest = waiting.peek();
            while (oldest != null && (oldest.isOff() || oldest.deadline.isOver())) {
                waiting.remove(oldest);
                oldest.ring();
                oldest = waiting.peek();
            }
            release();
        }
    }
}
