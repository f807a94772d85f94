package com.bookstore.events.json;

import com.bookstore.events.EventMetadata;

/** A record in the form a listener asked for, which still knows the event and its value as it arrived. */
public interface RawRecord {

    /**
     * Returns the value as it arrived.
     *
     * @return the bytes, not a copy
     */
    byte[] raw();

    /**
     * Returns what travels with the event.
     *
     * @return the event's metadata
     */
    EventMetadata metadata();
}
