package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.StoredEvent;
import java.util.List;

/**
 * A bean of this type is given the events of the whole store, in the order of their positions, and writes what it makes of
 * them into the store's database. Each event takes effect there exactly once: how far the projection has come is stored in
 * the transaction in which it writes.
 *
 * <p>It runs in one instance of the service at a time, on a thread of its own. An instance that has stood still may be in the
 * middle of a call when another one has taken over: what that call writes is rolled back. What a projection does outside of
 * the transaction, in a cache, by a mail or in another database, can happen again.
 */
public interface Projection {

    /**
     * Returns under which name its position is stored. Under a new name it starts anew.
     *
     * @return 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit; always the same, and
     *     no other projection's
     */
    String name();

    /**
     * Returns which events it is given; asked once.
     *
     * @return the filter; all events if this is not overridden
     */
    default EventFilter filter() {
        return EventFilter.all();
    }

    /**
     * Returns where it starts when it is new.
     *
     * @return the first event of the store if this is not overridden
     */
    default Start start() {
        return Start.BEGINNING;
    }

    /**
     * Makes something of an event, in the transaction that stores the position behind it. Whatever is thrown rolls back that
     * transaction, and the event comes again.
     *
     * @param event the event
     */
    void on(StoredEvent event);

    /**
     * Makes something of several events, in one transaction. To be overridden where that is cheaper than one after the other;
     * after a failure, events come one by one.
     *
     * @param events at least one, in their order
     */
    default void project(List<StoredEvent> events) {
        events.forEach(this::on);
    }

    /**
     * Deletes all that it has written, so that it can be made again from the first event on. Called in the transaction that
     * sets the position back.
     */
    void reset();

    /** Where a projection starts when it is new. */
    enum Start {
        /** At the first event of the store. */
        BEGINNING,
        /**
         * Behind the last event that is committed when the first instance with this projection starts. Events of transactions
         * that are open at this moment can be left out.
         */
        NOW
    }
}
