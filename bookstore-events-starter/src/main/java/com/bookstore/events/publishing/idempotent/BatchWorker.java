package com.bookstore.events.publishing.idempotent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does work in batches on a daemon thread of its own: while one batch is worked on, the next gathers. Nothing waits for a
 * batch to fill.
 */
final class BatchWorker<T> {

    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();
    private final int maxBatch;
    private final Consumer<List<T>> work;
    private final BiConsumer<T, Throwable> onFailure;
    private volatile boolean closed;

    BatchWorker(String name, int maxBatch, Consumer<List<T>> work, BiConsumer<T, Throwable> onFailure) {
        this.maxBatch = maxBatch;
        this.work = work;
        this.onFailure = onFailure;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether the item will be worked on. */
    boolean add(T item) {
        queue.add(item);
        return !closed || !queue.remove(item);
    }

    /** Ends the thread after its batch, and returns what nobody will work on. */
    List<T> close() {
        closed = true;
        List<T> left = new ArrayList<>();
        queue.drainTo(left);
        return left;
    }

    private void run() {
        while (!closed) {
            T first = next();
            if (first != null) {
                List<T> batch = new ArrayList<>();
                batch.add(first);
                queue.drainTo(batch, maxBatch - 1);
                work(batch);
            }
        }
    }

    private @Nullable T next() {
        try {
            return queue.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException nobodysBusiness) {
            return null;
        }
    }

    /** Whatever goes wrong, errors included, must end what waits for it, and not this thread. */
    private void work(List<T> batch) {
        try {
            work.accept(batch);
        } catch (Throwable failure) {
            batch.forEach(item -> onFailure.accept(item, failure));
        }
    }
}
