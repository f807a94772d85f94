package com.bookstore.events.observability;

/** What is traced of one event at one place. */
public interface EventSpan extends AutoCloseable {

    /** Not traced. */
    EventSpan NONE = new EventSpan() {};

    /**
     * Notes that it failed.
     *
     * @param failure what went wrong
     */
    default void failed(Throwable failure) {}

    /** Ends the span. */
    @Override
    default void close() {}
}
