package com.bookstore.events.outbox.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the relay work, on a daemon thread, from the application's start to its stop: at once when something is stored here,
 * and again and again in case something is stored elsewhere. Only a stop ends it. It is not interrupted: H2 would close its
 * file.
 */
final class RelayThread implements SmartLifecycle {

    /** Stops after the listeners and the web server: what they store while they stop is still relayed. */
    static final int PHASE = Integer.MAX_VALUE / 2 - 1_000;

    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_FAILURE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final OutboxRelay relay;
    private final long pollNanos;
    private final Duration stopTimeout;
    private final Semaphore wakeUps = new Semaphore(0);

    private long pause = FIRST_PAUSE_NANOS;
    private boolean failing;
    private volatile boolean running;
    private volatile long stopAt;
    private volatile long startedAt;
    private volatile @Nullable Thread thread;

    RelayThread(OutboxRelay relay, Duration pollInterval, Duration stopTimeout) {
        this.relay = relay;
        this.pollNanos = pollInterval.toNanos();
        this.stopTimeout = stopTimeout;
    }

    /** Has the relay look at the table at once. */
    void wakeUp() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    @Override
    public void start() {
        running = true;
        startedAt = System.nanoTime();
        Thread started = new Thread(this::run, "bookstore-events-outbox-relay");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void run() {
        try {
            while (running) {
                cycle();
            }
        } finally {
            relay.leave();
        }
    }

    private void cycle() {
        try {
            boolean found = relay.relay(this::mayGoOn);
            recovered();
            if (found) {
                pause = FIRST_PAUSE_NANOS;
            } else {
                rest();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            running = false;
        } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
            failed(failure);
        }
    }

    private boolean mayGoOn(long now) {
        return running || now - stopAt < 0;
    }

    /** A pause that grows, until something is found, or stored here. */
    private void rest() throws InterruptedException {
        if (wakeUps.tryAcquire(pause, TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
            pause = FIRST_PAUSE_NANOS;
        } else {
            pause = Math.min(2 * pause, pollNanos);
        }
    }

    private void recovered() {
        if (failing) {
            log.info("The outbox is relayed again");
            failing = false;
            pause = FIRST_PAUSE_NANOS;
        }
    }

    private void failed(Throwable failure) {
        if (!failing) {
            log.warn("The outbox is not relayed at the moment, its events wait: {}", failure.toString());
            log.debug("The outbox is not relayed", failure);
            failing = true;
        }
        pause = Math.min(2 * pause, LONGEST_FAILURE_PAUSE_NANOS);
        long until = System.nanoTime() + pause;
        while (running && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** Waits for the events on their way, up to the time that is configured. */
    @Override
    public void stop() {
        stopAt = System.nanoTime() + stopTimeout.toNanos();
        running = false;
        wakeUp();
        Thread stopped = thread;
        thread = null;
        if (stopped != null) {
            LockSupport.unpark(stopped);
            try {
                stopped.join(stopTimeout.plus(GRACE).toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Whether it should run and does not. */
    boolean hasDied() {
        Thread current = thread;
        return current != null && !current.isAlive();
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
