package com.bookstore.events.outbox.relay;

import java.util.List;

/** How many events to ask for, so that there are not many more than the relay may hold, nor fewer. Not thread-safe. */
final class FetchSize {

    private static final int FIRST = 64;
    private static final int LEAST = 8;

    private final int batchSize;
    private final long batchBytes;
    private int next = FIRST;

    FetchSize(int batchSize, long batchBytes) {
        this.batchSize = batchSize;
        this.batchBytes = batchBytes;
    }

    int get() {
        return Math.min(next, batchSize);
    }

    /** Learns from what was read: what comes next may be half as large. */
    void saw(List<RelayRow> rows) {
        if (!rows.isEmpty()) {
            long average = rows.stream().mapToLong(RelayRow::size).sum() / rows.size();
            long fitting = 2 * batchBytes / average;
            next = (int) Math.max(LEAST, Math.min(4L * next, Math.min(batchSize, fitting)));
        }
    }
}
