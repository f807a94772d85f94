package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventRoutes;
import com.bookstore.events.publishing.EventRoutes.Route;
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
    OutboxRow row(EventEnvelope<?> envelope) {
        try {
            DomainEvent event = envelope.event();
            Route route = routes.of(event.getClass());
            String type = route.type().name();
            RecordHeaders headers = new RecordHeaders();
            String eventId = envelope.metadata().eventId();
            EventSpan span = tracing.publishing(route.topic(), type, eventId, headers);
            try (span) {
                String key = Objects.requireNonNull(event.key(), "key() returned null");
                return new OutboxRow(
                        eventId, route.topic(), key, type, StoredHeaders.write(headers), serializer.write(envelope));
            } catch (RuntimeException invalid) {
                span.failed(invalid);
                throw invalid;
            }
        } catch (RuntimeException invalid) {
            throw new OutboxException.InvalidEvent(name(envelope == null ? null : envelope.event()), invalid);
        }
    }

    static String name(@Nullable DomainEvent event) {
        return event == null ? "null" : event.getClass().getSimpleName();
    }
}
