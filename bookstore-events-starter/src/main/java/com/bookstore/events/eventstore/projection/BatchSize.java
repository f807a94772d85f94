package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.StoredEvent;
import java.util.List;

/**
 * How many events are read at once: so many that they are quick to go through and take little memory, and one after a
 * failure, so that what fails is known. Used by one thread.
 */
final class BatchSize {

    private static final int FIRST = 32;
    private static final int GROWTH = 4;

    private final int most;
    private final long bytes;
    private int size;

    BatchSize(int most, long bytes) {
        this.most = most;
        this.bytes = bytes;
        this.size = Math.min(most, FIRST);
    }

    int get() {
        return size;
    }

    /** Grows, unless the events were large: then it shrinks to what takes so much memory. */
    void saw(List<StoredEvent> events) {
        long seen = events.stream().mapToLong(StoredEvent::size).sum();
        long fitting = bytes * Math.max(1, events.size()) / Math.max(1, seen);
        size = (int) Math.max(1, Math.min(fitting, Math.min(most, (long) GROWTH * size)));
    }

    void failed() {
        size = 1;
    }
}
