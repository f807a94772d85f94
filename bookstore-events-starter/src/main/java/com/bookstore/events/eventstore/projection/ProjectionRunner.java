package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs projections from the application's start to its stop, each on a thread of its own; one more thread renews their leases
 * and looks at all of them.
 */
final class ProjectionRunner implements SmartLifecycle {

    /** Stops after the listeners and the web server: what they append while they stop is still projected. */
    static final int PHASE = Integer.MAX_VALUE / 2 - 1_000;

    private static final Logger log = LoggerFactory.getLogger(ProjectionRunner.class);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);
    private static final int ROUNDS_PER_LEASE = 4;

    private final List<ProjectionWorker> workers;
    private final ProjectionWatch watch;
    private final ProjectionProperties settings;
    private volatile List<ProjectionThread> threads = List.of();
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread keeper;
    private volatile long startedAt;

    ProjectionRunner(List<ProjectionWorker> workers, ProjectionWatch watch, ProjectionProperties settings) {
        this.workers = List.copyOf(workers);
        this.watch = watch;
        this.settings = settings;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        startedAt = System.nanoTime();
        threads = workers.stream()
                .map(worker -> new ProjectionThread(worker, settings.pollInterval()))
                .toList();
        threads.forEach(ProjectionThread::start);
        Thread thread = new Thread(() -> keepUntil(stop), "bookstore-events-projections");
        thread.setDaemon(true);
        thread.start();
        keeper = thread;
    }

    private void keepUntil(CountDownLatch stop) {
        Duration interval = settings.lease().dividedBy(ROUNDS_PER_LEASE);
        Duration pause = interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL;
        try {
            do {
                workers.forEach(ProjectionRunner::renew);
                watch.look();
            } while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void renew(ProjectionWorker worker) {
        try {
            worker.renew();
        } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
            log.debug("The lease of the projection '{}' could not be renewed", worker.name(), failure);
        }
    }

    /** Has all projections look at the store at once. */
    void appended() {
        threads.forEach(ProjectionThread::appended);
    }

    /** Has a projection look at once whether it was restarted or set back. */
    void changed(String name) {
        for (ProjectionThread thread : threads) {
            if (thread.worker().name().equals(name)) {
                renew(thread.worker());
                thread.hurry();
            }
        }
    }

    /** The projections that this instance runs. */
    Set<String> here() {
        return workers.stream()
                .filter(ProjectionWorker::isHere)
                .map(ProjectionWorker::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Waits for the batches at work, up to the time that is configured. */
    @Override
    public void stop() {
        long until = System.nanoTime() + settings.stopTimeout().toNanos();
        List<ProjectionThread> running = threads;
        Thread keeping = keeper;
        keeper = null;
        running.forEach(ProjectionThread::stop);
        try {
            for (ProjectionThread thread : running) {
                thread.join(Duration.ofNanos(until - System.nanoTime()));
            }
            stopped.countDown(); // leases are renewed until here
            if (keeping != null) {
                keeping.join(LONGEST_INTERVAL.toMillis());
            }
        } catch (InterruptedException interrupted) {
            stopped.countDown();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return keeper != null;
    }

    /** Whether a thread should run and does not. */
    boolean hasDied() {
        Thread keeping = keeper;
        return keeping != null && !(keeping.isAlive() && threads.stream().allMatch(ProjectionThread::isAlive));
    }

    /** How long ago it was started. */
    Duration runningFor() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
