package com.bookstore.events.idempotency;

import com.bookstore.events.EventsException;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Runs the calls of a store on daemon threads of its own. So each ends in time, whatever the store's client waits for
 * (a connection of an exhausted pool, a server that went silent), and none takes part in its caller's transaction.
 */
final class StoreCalls implements AutoCloseable {

    /** At most so many calls wait for a store that hangs; further ones wait for a thread, as long as for the store. */
    private static final int THREADS = 16;

    private static final long IDLE_SECONDS = 30;

    private final String store;
    private final Duration timeout;
    private final Function<Throwable, Reason> reasons;
    private final ThreadPoolExecutor threads;

    /**
     * Creates the threads' pool.
     *
     * @param reasons tells what a failure of the store's client means
     */
    StoreCalls(String store, Duration timeout, Function<Throwable, Reason> reasons) {
        this.store = store;
        this.timeout = timeout;
        this.reasons = reasons;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "bookstore-events-idempotency-" + store);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    <T> T call(String operation, StoreWork<T> work) {
        StoreCall call = new StoreCall();
        FutureTask<T> task = new FutureTask<>(() -> work.run(call));
        try {
            threads.execute(task);
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            giveUp(task, call);
            throw IdempotencyStoreException.timedOut(store, operation, timeout);
        } catch (InterruptedException interrupted) {
            giveUp(task, call);
            Thread.currentThread().interrupt();
            throw new IdempotencyStoreException(
                    store, operation, Reason.FAILED, "the caller was interrupted", interrupted);
        } catch (RejectedExecutionException closed) {
            throw new IdempotencyStoreException(store, operation, Reason.FAILED, "it is closed", closed);
        } catch (ExecutionException failed) {
            throw translated(operation, failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** Threads are not interrupted: H2 would close its file. */
    private void giveUp(FutureTask<?> task, StoreCall call) {
        threads.remove(task);
        task.cancel(false);
        call.giveUp();
    }

    private IdempotencyStoreException translated(String operation, Throwable failure) {
        Reason reason = failure instanceof EventsException ? Reason.FAILED : reasons.apply(failure);
        return new IdempotencyStoreException(
                store, operation, reason, failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** What a call asks of the store. */
    @FunctionalInterface
    interface StoreWork<T> {
        T run(StoreCall call) throws Exception;
    }

    /** One call of a store: knows whether its caller still waits. */
    static final class StoreCall {

        private volatile boolean givenUp;

        /** Fails if the caller has given up; what was not begun is then left undone. */
        void checkWanted() {
            if (givenUp) {
                throw new CancellationException("The caller has given up");
            }
        }

        private void giveUp() {
            givenUp = true;
        }
    }
}
