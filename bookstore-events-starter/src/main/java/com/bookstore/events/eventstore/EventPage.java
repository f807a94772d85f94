package com.bookstore.events.eventstore;

import java.util.List;

/**
 * Events of all streams, and how far the store is read with them. Immutable.
 *
 * @param events the events in the order of their positions
 * @param position where to read on: all wanted events up to here have been returned, and none will come
 * @param more whether there is more behind it that may be read at once; {@code false} also while events are held back
 */
public record EventPage(List<StoredEvent> events, long position, boolean more) {

    /** Copies the list. */
    public EventPage {
        events = List.copyOf(events);
    }
}
