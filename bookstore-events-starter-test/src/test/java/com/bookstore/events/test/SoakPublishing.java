package com.bookstore.events.test;

import com.bookstore.events.publishing.EventPublisher;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Publishes the events of all accounts in turn, up to a limit that is raised as the test goes on. */
final class SoakPublishing implements Runnable {

    private static final int MOST_IN_FLIGHT = 5_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final EventPublisher publisher;
    private final int events;
    private final int accounts;
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicInteger limit = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile long checksum;

    SoakPublishing(EventPublisher publisher, int events, int accounts) {
        this.publisher = publisher;
        this.events = events;
        this.accounts = accounts;
    }

    @Override
    public void run() {
        long sum = 0;
        for (int index = 0; index < events && failure.get() == null; index++) {
            while (index >= limit.get()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            SoakEvent event = SoakEvent.of(index % accounts, index / accounts);
            sum += event.checksum();
            inFlight.acquireUninterruptibly();
            publisher.publish(event).whenComplete((published, problem) -> {
                inFlight.release();
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
            });
        }
        checksum = sum;
    }

    void raiseLimitTo(int percent) {
        limit.accumulateAndGet((int) ((long) events * percent / 100), Math::max);
    }

    void checkFailure() {
        if (failure.get() != null) {
            throw new IllegalStateException("an event could not be published", failure.get());
        }
    }

    long checksum() {
        return checksum;
    }
}
