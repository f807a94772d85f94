package com.bookstore.events.topic;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has topics created in the background, again and again until the broker is there. Only {@code spring.kafka.admin.fail-fast}
 * makes the start wait for it.
 */
final class TopicCreation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration UNREACHABLE_DELAY = Duration.ofSeconds(1);
    private static final Duration REFUSED_DELAY = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final TopicCreator creator;
    private final boolean failFast;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    TopicCreation(TopicCreator creator, boolean failFast) {
        this.creator = creator;
        this.failFast = failFast;
    }

    @Override
    public void start() {
        if (failFast) {
            creator.createTopics();
            return;
        }
        stopped = new CountDownLatch(1);
        Thread worker = new Thread(this::createUntilDone, "bookstore-events-topics");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    private void createUntilDone() {
        CountDownLatch stop = stopped;
        String lastProblem = "";
        try {
            while (stop.getCount() > 0) {
                RuntimeException failure = attempt();
                if (failure == null) {
                    return;
                }
                if (stop.getCount() == 0) {
                    return;
                }
                String problem = describe(failure);
                if (!problem.equals(lastProblem)) {
                    log.warn("Topics could not be checked or created yet, trying on in the background: {}", problem);
                    lastProblem = problem;
                }
                Duration delay = isTransient(failure) ? UNREACHABLE_DELAY : REFUSED_DELAY;
                if (stop.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable RuntimeException attempt() {
        try {
            creator.createTopics();
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    private static boolean isTransient(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause instanceof RetriableException || cause instanceof InterruptedException;
    }

    private static String describe(RuntimeException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            thread = null;
            await(worker);
        }
    }

    private static void await(Thread worker) {
        try {
            worker.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the listeners, which then find their topics. */
    @Override
    public int getPhase() {
        return 0;
    }
}
