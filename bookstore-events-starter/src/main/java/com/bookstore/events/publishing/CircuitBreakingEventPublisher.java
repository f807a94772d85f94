package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fails at once while the broker is known to be unreachable, instead of letting every caller wait for it. */
final class CircuitBreakingEventPublisher implements DirectEventPublisher {

    private final DirectEventPublisher delegate;
    private final CircuitBreaker breaker;
    private final EventRoutes routes;
    private final EventRecorder recorder;

    CircuitBreakingEventPublisher(
            DirectEventPublisher delegate, CircuitBreaker breaker, EventRoutes routes, EventRecorder recorder) {
        this.delegate = delegate;
        this.breaker = breaker;
        this.routes = routes;
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        return breaker.tryAcquirePermission() ? guarded(() -> delegate.publish(event)) : refused(event, null);
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        return breaker.tryAcquirePermission() ? guarded(() -> delegate.publish(envelope)) : refused(envelope);
    }

    @SuppressWarnings("NullAway") // callers without null checks get the same answer as from an open circuit's delegate
    private CompletableFuture<PublishedEvent> refused(EventEnvelope<?> envelope) {
        return envelope == null
                ? refused(null, null)
                : refused(envelope.event(), envelope.metadata().eventId());
    }

    private CompletableFuture<PublishedEvent> refused(DomainEvent event, @Nullable String eventId) {
        try {
            EventRoutes.Route route = routes.of(event.getClass());
            recorder.sendFailed(route.topic(), route.type().name(), Reason.CIRCUIT_OPEN.name());
        } catch (RuntimeException invalid) {
            return CompletableFuture.failedFuture(new EventPublishingException(
                    Reason.INVALID_EVENT, eventId, "Not published: " + invalid.getMessage(), invalid));
        }
        return CompletableFuture.failedFuture(new EventPublishingException(
                Reason.CIRCUIT_OPEN,
                eventId,
                "Not published: the broker was unreachable a moment ago and is not asked before "
                        + "bookstore.events.publishing.circuit-breaker.open-duration has passed",
                null));
    }

    private CompletableFuture<PublishedEvent> guarded(Supplier<CompletableFuture<PublishedEvent>> publication) {
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
