package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;

/**
 * What a record's value turned out to be, beside its bytes as they arrived.
 *
 * <p>Immutable as long as nobody writes to the array.
 */
public sealed interface ReceivedEvent {

    /**
     * Returns the value as it arrived.
     *
     * @return the bytes, not a copy
     */
    byte[] raw();

    /**
     * An event of a registered type.
     *
     * @param raw the value as it arrived
     * @param envelope the event and its metadata
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Known(byte[] raw, EventEnvelope<?> envelope) implements ReceivedEvent {}

    /**
     * A well-formed event of a type that is not registered.
     *
     * @param raw the value as it arrived
     * @param type the type's name on the wire; anything a producer chose to send
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Unknown(byte[] raw, String type) implements ReceivedEvent {}

    /**
     * An event of a registered type that came without an id.
     *
     * @param raw the value as it arrived
     * @param event the event
     * @param metadata the rest of its metadata
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Unidentified(byte[] raw, DomainEvent event, RemainingMetadata metadata) implements ReceivedEvent {

        /**
         * Gives the event an id.
         *
         * @param eventId 1 to 100 characters
         * @return the event with this id
         * @throws IllegalArgumentException if the id is blank or too long
         */
        public Known identifiedBy(String eventId) {
            return new Known(raw, new EventEnvelope<>(metadata.with(eventId), event));
        }

        /**
         * Returns what is wrong with it where an id is needed.
         *
         * @return a new exception
         */
        public MalformedEventException failure() {
            return new MalformedEventException("'eventId' is missing");
        }
    }

    /** Metadata without an event id. */
    @FunctionalInterface
    interface RemainingMetadata {

        /**
         * Completes the metadata.
         *
         * @param eventId the id
         * @return the metadata
         * @throws IllegalArgumentException if the id is blank or too long
         */
        EventMetadata with(String eventId);
    }

    /**
     * A value that is no event.
     *
     * @param raw the value as it arrived
     * @param failure what is wrong with it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Malformed(byte[] raw, MalformedEventException failure) implements ReceivedEvent {}
}
