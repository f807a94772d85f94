package com.bookstore.events.outbox;

/** Wakes the relay. Thread-safe, quick, and never fails. */
@FunctionalInterface
public interface RelaySignal {

    /** Events were stored, and their transaction is committed. */
    void stored();
}
