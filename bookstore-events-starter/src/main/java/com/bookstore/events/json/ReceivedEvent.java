package com.bookstore.events.json;

import com.bookstore.events.EventEnvelope;

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
     * A value that is no event.
     *
     * @param raw the value as it arrived
     * @param failure what is wrong with it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Malformed(byte[] raw, MalformedEventException failure) implements ReceivedEvent {}
}
