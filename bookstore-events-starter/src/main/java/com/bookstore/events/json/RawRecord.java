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

    /**
     * Tells whether the event came with an id, or was given one that stands for it, so that it is recognised when it comes
     * again.
     *
     * @return {@code false} if its id means nothing
     */
    boolean identified();
}
