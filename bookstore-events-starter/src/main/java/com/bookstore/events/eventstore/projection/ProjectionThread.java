package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Has one projection work, on a daemon thread: at once when something is appended here, and again and again in case something
 * is appended elsewhere. Only a stop ends it. It is not interrupted: H2 would close its file.
 */
final class ProjectionThread {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    private final ProjectionWorker worker;
    private final long firstPauseNanos;
    private final long pollNanos;
    private final Thread thread;
    private final Semaphore appended = new Semaphore(0);
    private final Semaphore urgent = new Semaphore(0);
    private long idlePause;
    private volatile boolean running = true;

    ProjectionThread(ProjectionWorker worker, Duration pollInterval) {
        this(worker, FIRST_PAUSE, pollInterval);
    }

    ProjectionThread(ProjectionWorker worker, Duration firstPause, Duration pollInterval) {
        this.worker = worker;
        this.firstPauseNanos = firstPause.toNanos();
        this.idlePause = firstPauseNanos;
        this.pollNanos = pollInterval.toNanos();
        this.thread = new Thread(this::run, "bookstore-events-projection-" + worker.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    ProjectionWorker worker() {
        return worker;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (running) {
                rest(worker.work());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            worker.leave();
        }
    }

    private void rest(Rest rest) throws InterruptedException {
        Duration pause = rest.pause();
        if (pause == null) {
            idle();
            return;
        }
        idlePause = firstPauseNanos;
        if (!pause.isZero() && running) {
            await(urgent, pause.toNanos());
        }
    }

    /** A pause that grows, until something is found, or appended here. */
    private void idle() throws InterruptedException {
        if (running && await(appended, idlePause)) {
            idlePause = firstPauseNanos;
        } else {
            idlePause = Math.min(2 * idlePause, pollNanos);
        }
    }

    private static boolean await(Semaphore signal, long nanos) throws InterruptedException {
        boolean come = signal.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        signal.drainPermits();
        return come;
    }

    /** Ends a pause in which there was nothing to do; not one after a failure. */
    void appended() {
        release(appended);
    }

    /** Ends any pause, and has the projection taken if it is free. */
    void hurry() {
        worker.hurry();
        release(urgent);
        release(appended);
    }

    private static void release(Semaphore signal) {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /** Does not wait for the batch at work. */
    void stop() {
        running = false;
        release(urgent);
        release(appended);
    }

    void join(Duration longest) throws InterruptedException {
        thread.join(Math.max(1, longest.toMillis()));
    }
}
