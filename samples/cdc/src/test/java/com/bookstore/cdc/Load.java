package com.bookstore.cdc;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Counts the stock of some rows up, row by row, until it is told to end. */
final class Load implements AutoCloseable {

    private static final int ROWS = 20;
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final CapturedDatabase database;
    private final long firstId;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Map<Long, Integer>> written;
    private volatile boolean isOver;

    /** Inserts the rows with a stock of 0 and begins. */
    Load(CapturedDatabase database, long firstId) {
        this.database = database;
        this.firstId = firstId;
        database.execute(ids().mapToObj(id -> "(%d, 'Counted', 0)".formatted(id))
                .collect(Collectors.joining(", ", "INSERT INTO books (id, title, stock) VALUES ", "")));
        written = thread.submit(this::count);
    }

    private LongStream ids() {
        return LongStream.range(firstId, firstId + ROWS);
    }

    private Map<Long, Integer> count() {
        int stock = 0;
        while (!isOver) {
            stock++;
            for (long id = firstId; id < firstId + ROWS; id++) {
                database.execute("UPDATE books SET stock = stock + 1 WHERE id = " + id);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        int last = stock;
        return ids().boxed().collect(Collectors.toMap(id -> id, id -> last, (one, other) -> one, TreeMap::new));
    }

    /** Ends it; returns the last state of each row. */
    Map<Long, Integer> end() throws Exception {
        isOver = true;
        try {
            return written.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    @Override
    public void close() {
        isOver = true;
        thread.shutdown();
    }
}
