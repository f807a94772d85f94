package com.bookstore.events.cdc;

import com.bookstore.events.EventEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes the events of changes, in order. */
interface ChangePublisher extends AutoCloseable {

    /** Begins a batch; one at a time for each thread. */
    Batch begin();

    @Override
    default void close() {}

    /** Events that are published together. */
    interface Batch {

        /** Adds an event; it may be on its way at once. */
        void add(EventEnvelope<?> event);

        /**
         * Waits until something became of each event.
         *
         * @return what went wrong with each, in the order in which they were added; {@code null} for nothing
         */
        List<@Nullable Failure> await();
    }

    /**
     * An event could not be published.
     *
     * @param cause why
     * @param isFinal whether it never can be
     */
    record Failure(RuntimeException cause, boolean isFinal) {}
}
