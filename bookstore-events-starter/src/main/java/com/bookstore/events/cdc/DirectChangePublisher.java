package com.bookstore.events.cdc;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.OrderedPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events while others are still translated. If one is not acknowledged in time, all that are not are abandoned and come
 * again: nothing behind it may be acknowledged first.
 */
final class DirectChangePublisher implements ChangePublisher {

    private final OrderedPublisher publisher;
    private final Duration timeout;

    DirectChangePublisher(OrderedPublisher publisher, Duration timeout) {
        this.publisher = publisher;
        this.timeout = timeout;
    }

    @Override
    public Batch begin() {
        return new Sending();
    }

    @Override
    public void close() {
        publisher.close();
    }

    /** A service that may not write may write again when it is allowed to. */
    static boolean isFinal(@Nullable Throwable cause) {
        return cause instanceof EventPublishingException failure
                && (failure.reason() == Reason.INVALID_EVENT || failure.reason() == Reason.REFUSED)
                && !(failure.getCause() instanceof AuthorizationException)
                && !(failure.getCause() instanceof AuthenticationException);
    }

    private final class Sending implements Batch {

        private final List<CompletableFuture<PublishedEvent>> futures = new ArrayList<>();
        private final OrderedPublisher.Line line = publisher.line();

        @Override
        public void add(EventEnvelope<?> event) {
            futures.add(line.publish(event));
        }

        @Override
        public List<@Nullable Failure> await() {
            long end = System.nanoTime() + timeout.toNanos();
            List<@Nullable Failure> failures = new ArrayList<>(futures.size());
            for (CompletableFuture<PublishedEvent> future : futures) {
                failures.add(outcome(future, end));
            }
            return failures;
        }

        private @Nullable Failure outcome(CompletableFuture<PublishedEvent> future, long end) {
            try {
                future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                return null;
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause();
                if (!isFinal(cause)) {
                    line.abandon();
                }
                RuntimeException known =
                        cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
                return new Failure(known, isFinal(cause));
            } catch (TimeoutException late) {
                line.abandon();
                return new Failure(
                        new EventPublishingException(
                                Reason.OUTCOME_UNKNOWN,
                                null,
                                "The broker did not acknowledge an event within " + timeout + "; it is sent again",
                                late),
                        false);
            } catch (InterruptedException interrupted) {
                line.abandon();
                throw new InterruptException(interrupted);
            }
        }
    }
}
