package com.bookstore.events.json;

/** A record in the form a listener asked for, which still knows its value as it arrived. */
public interface RawRecord {

    /**
     * Returns the value as it arrived.
     *
     * @return the bytes, not a copy
     */
    byte[] raw();
}
