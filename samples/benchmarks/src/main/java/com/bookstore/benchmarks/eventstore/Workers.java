package com.bookstore.benchmarks.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Threads that share the work of a round. */
final class Workers implements AutoCloseable {

    private final int count;
    private final ExecutorService threads;

    Workers(int count) {
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    int count() {
        return count;
    }

    /** Does the work of each number below a bound; one that leaves the same remainder is done by the same thread, in order. */
    void run(int bound, IntConsumer work) {
        List<Callable<Void>> shares = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) {
            int first = worker;
            shares.add(() -> {
                for (int i = first; i < bound; i += count) {
                    work.accept(i);
                }
                return null;
            });
        }
        try {
            for (Future<Void> share : threads.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
