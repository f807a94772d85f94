package com.bookstore.events.publishing;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.EventRoutes.Route;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** An event on its way, future and producer callback in one object. */
final class PendingEvent extends CompletableFuture<PublishedEvent> implements Callback {

    private final Route route;
    private final EventMetadata metadata;
    private final EventProducer producer;
    private final EventRecorder recorder;
    private final EventSpan span;

    private final Thread caller = Thread.currentThread();
    private final long start = System.nanoTime();

    /** Whether the producer took the record; until then its callback, on the caller's thread, tells that it did not. */
    private volatile boolean handedOver;

    /** Whether the outcome is recorded; the future itself may be cancelled by whoever has it. */
    private volatile boolean settled;

    PendingEvent(Route route, EventMetadata metadata, EventProducer producer, EventRecorder recorder, EventSpan span) {
        this.route = route;
        this.metadata = metadata;
        this.producer = producer;
        this.recorder = recorder;
        this.span = span;
    }

    void handedOver() {
        handedOver = true;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata sent, @Nullable Exception failure) {
        if (failure != null) {
            boolean refusedAtOnce = !handedOver && Thread.currentThread() == caller;
            fail(refusedAtOnce ? PublishFailure.beforeSending(failure) : PublishFailure.afterSending(failure), failure);
        } else if (sent != null) {
            settled = true;
            recorder.sent(route.topic(), route.type().name());
            outcome(null);
            complete(new PublishedEvent.Sent(metadata, sent.topic(), sent.partition(), sent.offset()));
        }
    }

    void fail(Reason reason, Throwable failure) {
        if (settled) {
            return;
        }
        settled = true;
        if (PublishFailure.isFatalForProducer(failure)) {
            producer.discard();
        }
        recorder.sendFailed(route.topic(), route.type().name(), reason.name());
        outcome(failure);
        String message = PublishFailure.message(reason, route.type().name(), route.topic(), failure);
        completeExceptionally(new EventPublishingException(reason, metadata.eventId(), message, failure));
    }

    private void outcome(@Nullable Throwable failure) {
        recorder.published(route.topic(), route.type().name(), System.nanoTime() - start, failure);
        if (failure != null) {
            span.failed(failure);
        }
        span.close();
    }
}
