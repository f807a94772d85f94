package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventRoutes;
import com.bookstore.events.publishing.EventRoutes.Route;
import com.bookstore.events.publishing.PublishedEvent.Stored;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes rows of events: what is sent is written here, once. Thread-safe. */
final class OutboxRows {

    private final EventRoutes routes;
    private final EventMetadataFactory metadata;
    private final EventSerializer serializer;
    private final EventTracing tracing;

    OutboxRows(EventRoutes routes, EventMetadataFactory metadata, EventSerializer serializer, EventTracing tracing) {
        this.routes = routes;
        this.metadata = metadata;
        this.serializer = serializer;
        this.tracing = tracing;
    }

    /**
     * Gives an event its metadata.
     *
     * @throws OutboxException.InvalidEvent if its class is not registered
     */
    EventEnvelope<?> envelope(DomainEvent event) {
        try {
            return new EventEnvelope<>(
                    metadata.create(routes.of(event.getClass()).type()), event);
        } catch (RuntimeException invalid) {
            throw new OutboxException.InvalidEvent(name(event), invalid);
        }
    }

    /**
     * Writes an event.
     *
     * @throws OutboxException.InvalidEvent if it cannot be written
     */
    Written write(EventEnvelope<?> envelope) {
        try {
            Route route = routes.of(envelope.event().getClass());
            RecordHeaders headers = new RecordHeaders();
            EventSpan span = tracing.publishing(
                    route.topic(), route.type().name(), envelope.metadata().eventId(), headers);
            try {
                return new Written(row(route, envelope, headers), new Stored(envelope.metadata(), route.topic()), span);
            } catch (RuntimeException invalid) {
                span.failed(invalid);
                span.close();
                throw invalid;
            }
        } catch (RuntimeException invalid) {
            throw new OutboxException.InvalidEvent(name(envelope == null ? null : envelope.event()), invalid);
        }
    }

    private OutboxRow row(Route route, EventEnvelope<?> envelope, RecordHeaders headers) {
        return new OutboxRow(
                envelope.metadata().eventId(),
                route.topic(),
                Objects.requireNonNull(envelope.event().key(), "key() returned null"),
                route.type().name(),
                StoredHeaders.write(headers),
                serializer.write(envelope));
    }

    private static String name(@Nullable DomainEvent event) {
        return event == null ? "null" : event.getClass().getSimpleName();
    }

    /**
     * An event that is about to be stored.
     *
     * @param row the event
     * @param outcome what its caller gets
     * @param span the span of its publication, still open
     */
    record Written(OutboxRow row, Stored outcome, EventSpan span) {}
}
