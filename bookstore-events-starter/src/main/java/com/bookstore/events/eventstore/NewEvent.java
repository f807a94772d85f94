package com.bookstore.events.eventstore;

import com.bookstore.events.EventEnvelope;
import java.time.Instant;

/**
 * An event that is about to be a row.
 *
 * @param envelope the event
 * @param type the name of its type
 * @param data its fields as JSON
 * @param metadata what travels with it and has no column, as JSON
 * @param timestamp its timestamp, in microseconds
 */
record NewEvent(EventEnvelope<?> envelope, String type, String data, String metadata, Instant timestamp) {

    String id() {
        return envelope.metadata().eventId();
    }

    String correlationId() {
        return envelope.metadata().correlationId();
    }
}
