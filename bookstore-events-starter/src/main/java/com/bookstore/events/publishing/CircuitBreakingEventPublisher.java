package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fails at once while the broker is known to be unreachable, instead of letting every caller wait for it. */
final class CircuitBreakingEventPublisher implements EventPublisher {

    private final EventPublisher delegate;
    private final CircuitBreaker breaker;

    CircuitBreakingEventPublisher(EventPublisher delegate, CircuitBreaker breaker) {
        this.delegate = delegate;
        this.breaker = breaker;
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        return guarded(() -> delegate.publish(event), null);
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        return guarded(() -> delegate.publish(envelope), envelope);
    }

    private CompletableFuture<PublishedEvent> guarded(
            Supplier<CompletableFuture<PublishedEvent>> publication, @Nullable EventEnvelope<?> envelope) {
        if (!breaker.tryAcquirePermission()) {
            return CompletableFuture.failedFuture(new EventPublishingException(
                    Reason.CIRCUIT_OPEN,
                    envelope == null ? null : envelope.metadata().eventId(),
                    "Not published: the broker was unreachable a moment ago and is not asked before "
                            + "bookstore.events.publishing.circuit-breaker.open-duration has passed",
                    null));
        }
        long start = breaker.getCurrentTimestamp();
        CompletableFuture<PublishedEvent> future = publication.get();
        CompletableFuture<PublishedEvent> unused =
                future.whenComplete((published, failure) -> note(failure, breaker.getCurrentTimestamp() - start));
        return future;
    }

    private void note(@Nullable Throwable failure, long duration) {
        if (failure == null) {
            breaker.onSuccess(duration, breaker.getTimestampUnit());
        } else if (isOutage(failure)) {
            breaker.onError(duration, breaker.getTimestampUnit(), failure);
        } else {
            breaker.releasePermission();
        }
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof EventPublishingException publishing
                && (publishing.reason() == Reason.BROKER_UNREACHABLE || publishing.reason() == Reason.OUTCOME_UNKNOWN);
    }
}
