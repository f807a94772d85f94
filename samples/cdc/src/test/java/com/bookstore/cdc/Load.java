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

/** Counts the stock of some rows up until it is told to end. */
final class Load implements AutoCloseable {

    private static final int ROWS = 20;
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final CapturedDatabase database;
    private final long firstId;
    private final Increment increment;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Map<Long, Integer>> written;
    private volatile boolean isOver;

    /** Inserts the rows with a stock of 0 and begins. */
    Load(CapturedDatabase database, long firstId, Increment increment) {
        this.database = database;
        this.firstId = firstId;
        this.increment = increment;
        database.execute(ids().mapToObj(id -> "(%d, 'Counted', 0)".formatted(id))
                .collect(Collectors.joining(", ", "INSERT INTO books (id, title, stock) VALUES ", "")));
        written = thread.submit(this::count);
    }

    private LongStream ids() {
        return LongStream.range(firstId, firstId + ROWS);
    }

    /** By turns each row in a transaction of its own, and all rows twice in one. */
    private Map<Long, Integer> count() {
        int stock = 0;
        while (!isOver) {
            stock++;
            for (long id = firstId; id < firstId + ROWS; id++) {
                commit(increment.of(id, stock));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            commit(ofAll(stock + 1) + "; " + ofAll(stock + 2));
            stock += 2;
        }
        int last = stock;
        return ids().boxed().collect(Collectors.toMap(id -> id, id -> last, (one, other) -> one, TreeMap::new));
    }

    private String ofAll(int stock) {
        return ids().mapToObj(id -> increment.of(id, stock)).collect(Collectors.joining("; "));
    }

    private void commit(String statements) {
        database.execute("BEGIN; " + statements + "; COMMIT");
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

    /** The statements that make a row's stock one more. */
    interface Increment {

        String of(long id, int stock);
    }
}
