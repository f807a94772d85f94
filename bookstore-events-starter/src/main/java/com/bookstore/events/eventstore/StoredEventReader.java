package com.bookstore.events.eventstore;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;

/** Reads the data of stored events. Thread-safe. */
interface StoredEventReader {

    /** Reads an event; throws {@link EventStoreException.UnreadableEvent} if it cannot. */
    EventEnvelope<?> read(long position, String type, EventMetadata metadata, byte[] data);

    /** Whether there is a class for events of the type. */
    boolean knows(String type);
}
