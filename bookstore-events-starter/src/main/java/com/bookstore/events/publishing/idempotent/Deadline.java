package com.bookstore.events.publishing.idempotent;

import java.time.Duration;

/** A moment on the machine's steady clock. */
final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** How long it is until then; zero afterwards. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }

    boolean leaves(Duration duration) {
        return nanoTime - System.nanoTime() > duration.toNanos();
    }
}
