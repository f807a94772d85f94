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

    Deadline deadline() {
        return deadline;
    }

    AsyncPublication begin() {
        pipeline.alarms().add(this);
        attempt();
        return this;
    }

    private void attempt() {
        var unused = pipeline.start(publication, deadline).whenComplete((outcome, failure) -> {
            if (failure == null) {
                end();
                succeed(outcome);
                pipeline.alarms().forgetEnded();
            } else if (!triesAgain(failure)) {
                end();
                fail(failure);
                pipeline.alarms().forgetEnded();
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
    }

    /** Does nothing if this has ended. An attempt that is under way goes on. */
    void deadlineIsOver() {
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

    /**
     * Ends publications whose deadline is over. All have the same time, so they end in the order in which they began, and one
     * timer, for the oldest, does for all: a timer for each would cost more than its round trips to the store.
     */
    static final class Alarms {

        private final PublicationPipeline timers;
        private final Queue<AsyncPublication> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean set = new AtomicBoolean();

        Alarms(PublicationPipeline timers) {
            this.timers = timers;
        }

        void add(AsyncPublication publication) {
            waiting.add(publication);
            set();
        }

        /** Lets go of what has ended; as a rule the oldest end first. */
        void forgetEnded() {
            AsyncPublication oldest = waiting.peek();
            while (oldest != null && oldest.isDone()) {
                waiting.remove(oldest);
                oldest = waiting.peek();
            }
        }

        private void set() {
            if (!set.get() && set.compareAndSet(false, true)) {
                AsyncPublication oldest = waiting.peek();
                if (oldest == null) {
                    release();
                } else {
                    // None if the pipeline is closed, which ends all publications itself.
                    var unused = timers.after(oldest.deadline().left(), this::ring);
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
            AsyncPublication oldest = waiting.peek();
            while (oldest != null && (oldest.isDone() || oldest.deadline().isOver())) {
                waiting.remove(oldest);
                oldest.deadlineIsOver();
                oldest = waiting.peek();
            }
            release();
        }
    }
}
