package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending.Reason;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.TooManyPending;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many publications are under way. */
final class Room {

    private final int size;
    private final Duration maxBlock;
    private final Semaphore free;
    private volatile boolean closed;

    Room(int size, Duration maxBlock) {
        this.size = size;
        this.maxBlock = maxBlock;
        this.free = new Semaphore(size);
    }

    /**
     * Takes a place, for which it waits.
     *
     * @throws IdempotentPublishingException if there is none in time, the thread is interrupted or the room closed
     */
    void enter(String key) {
        if (closed) {
            throw new OutcomePending(key, Reason.STOPPED);
        }
        if (!take(key)) {
            throw new TooManyPending(key, size, maxBlock);
        }
        if (closed) {
            free.release();
            throw new OutcomePending(key, Reason.STOPPED);
        }
    }

    private boolean take(String key) {
        try {
            return free.tryAcquire() || free.tryAcquire(maxBlock.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OutcomePending(key, Reason.INTERRUPTED);
        }
    }

    void leave() {
        free.release();
    }

    /** Lets nobody in any more, and waits until all have left, at most so long. */
    void close(Duration timeout) {
        closed = true;
        try {
            if (free.tryAcquire(size, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                free.release(size);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
