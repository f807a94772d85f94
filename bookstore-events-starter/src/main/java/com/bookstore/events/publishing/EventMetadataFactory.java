package com.bookstore.events.publishing;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.type.RegisteredEventType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes the metadata of an event that is published now, in the current correlation scope. Thread-safe. */
public final class EventMetadataFactory {

    private final String source;
    private final Clock clock;
    private final EventIds ids;

    EventMetadataFactory(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.ids = new EventIds(clock);
    }

    /**
     * Makes the metadata of an event.
     *
     * @param type the event's type
     * @return metadata with a new event id
     */
    public EventMetadata create(RegisteredEventType type) {
        String eventId = ids.next();
        CorrelationScope scope = CorrelationScope.current();
        return new EventMetadata(
                eventId,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                source,
                type.version(),
                scope == null ? eventId : scope.correlationId(),
                scope == null ? null : scope.causationId());
    }

    /**
     * Makes the metadata of an event that is derived from something that may come again, and then is the same event.
     *
     * @param type the event's type
     * @param eventId the event's id
     * @param timestamp when it happened
     * @param correlationId the process it belongs to
     * @return metadata that is the same for the same arguments
     * @throws IllegalArgumentException if the id or the time is none of an event
     */
    public EventMetadata derived(RegisteredEventType type, String eventId, Instant timestamp, String correlationId) {
        return new EventMetadata(eventId, timestamp, source, type.version(), correlationId, null);
    }
}
