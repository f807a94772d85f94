package com.bookstore.events.eventstore.projection;

import java.time.Duration;

/** How long to wait while the database fails: longer each time, up to a few seconds. Used by one thread. */
final class OutagePause {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration pause = Duration.ZERO;
    private boolean changed;

    /** Whether it fails; whoever asks wants to know from now on whether it does so again. */
    boolean isOne() {
        changed = false;
        return !pause.isZero();
    }

    boolean isUnchanged() {
        return !changed;
    }

    Duration next() {
        Duration longer = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        changed = true;
        return pause;
    }

    void end() {
        pause = Duration.ZERO;
    }
}
