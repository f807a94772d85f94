package com.bookstore.events.deadletter.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at something every few seconds, on a daemon thread of its own. */
final class StatusWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StatusWatch.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Runnable look;
    private final Duration interval;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    StatusWatch(Runnable look, Duration interval) {
        this.look = look;
        this.interval = interval;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread worker = new Thread(() -> lookUntil(stop), "bookstore-events-dead-letter-watch");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    private void lookUntil(CountDownLatch stop) {
        try {
            do {
                try {
                    look.run();
                } catch (RuntimeException failure) {
                    log.debug("How many dead letters there are is not known at the moment", failure);
                }
            } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the look at work. It is not interrupted: H2 would close its file. */
    @Override
    public void stop() {
        stopped.countDown();
        Thread worker = thread;
        thread = null;
        if (worker != null) {
            try {
                worker.join(STOP_TIMEOUT.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
