package com.bookstore.events.cdc.change;

/** Whether a change is a row that a snapshot read. */
public enum Snapshot {
    /** It is none. */
    NONE,
    /** It is one, and others may follow. */
    ROW,
    /** It is the last one of its table. */
    LAST
}
