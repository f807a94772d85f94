package com.bookstore.events.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends this JVM, or holds its thread, when it comes to a point for the n-th time. */
public final class Halts {

    static final int EXIT = 77;

    private final Ledger ledger;
    private final String who;
    private final AtomicInteger left = new AtomicInteger();
    private volatile CrashPoint armed = CrashPoint.NONE;
    private volatile boolean hold;
    private volatile CountDownLatch released = new CountDownLatch(1);

    public Halts(Ledger ledger, String who) {
        this.ledger = ledger;
        this.who = who;
    }

    public void arm(CrashPoint point, int hit, boolean toHold) {
        left.set(hit);
        hold = toHold;
        released = new CountDownLatch(1);
        armed = point;
    }

    public void release() {
        released.countDown();
    }

    public void hit(CrashPoint point) {
        if (point == armed && left.decrementAndGet() == 0) {
            ledger.append(who, "reached", point.name(), "-");
            if (!hold) {
                Runtime.getRuntime().halt(EXIT);
            }
            awaitRelease();
        }
    }

    private void awaitRelease() {
        try {
            if (!released.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("not released");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }
}
