package com.bookstore.events.publishing;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** An event could not be published, or it is not known whether it was. */
public final class EventPublishingException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String eventId;

    /**
     * Creates an exception, for publishers of the application's own and for tests.
     *
     * @param reason what kind of failure it is
     * @param eventId the id of the event; {@code null} if it has none yet
     * @param message expected, found, what to do
     * @param cause what led to it, if anything did
     */
    public EventPublishingException(
            Reason reason, @Nullable String eventId, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.eventId = eventId;
    }

    /**
     * Returns what kind of failure it is.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns whether the event may be on Kafka all the same. If so, publish it again with the same metadata only: its
     * event id tells consumers with an inbox that it is one event.
     *
     * @return whether the outcome is unknown
     */
    public boolean isOutcomeUnknown() {
        return reason == Reason.OUTCOME_UNKNOWN;
    }

    /**
     * Returns the id of the event that failed.
     *
     * @return the id; {@code null} if the event failed before it got one
     */
    public @Nullable String eventId() {
        return eventId;
    }

    /** Kinds of failure. */
    public enum Reason {
        /** The event itself cannot be published: its class is not registered, its key missing, its data unwritable. */
        INVALID_EVENT,
        /** Kafka refused the record for good: too large, not authorised, no such topic. */
        REFUSED,
        /** No broker could be reached in time; the event was not sent. */
        BROKER_UNREACHABLE,
        /** The circuit breaker is open: the broker was not even asked. */
        CIRCUIT_OPEN,
        /** The event was sent, but no answer came in time. */
        OUTCOME_UNKNOWN
    }
}
