package com.bookstore.events.publishing.idempotent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends publications whose deadline is over. All have the same time, so they end in the order in which they began, and one
 * timer, for the oldest, does for all: a timer for each would cost more than its round trips to the store.
 */
final class Alarms {

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
