package com.bookstore.events.outbox.relay;

import java.util.List;

/** How many rows a driver may fetch ahead, so that few large ones do not fill the memory, and many small ones come at once. */
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

    /** Learns from what was read: what comes next may be four times as large. */
    void saw(List<RelayRow> rows) {
        int largest = rows.stream().mapToInt(RelayRow::size).max().orElse(0);
        if (largest > 0) {
            long fitting = batchBytes / (4L * largest);
            next = (int) Math.max(LEAST, Math.min(4L * next, Math.min(batchSize, fitting)));
        }
    }
}
