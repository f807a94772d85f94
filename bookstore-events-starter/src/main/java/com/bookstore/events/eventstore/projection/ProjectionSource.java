package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventPage;

/** Where a projection's events come from. */
@FunctionalInterface
interface ProjectionSource {

    /** Reads at most so many of the events it wants behind a position, as the store's {@code readAll} does. */
    EventPage read(long after, int count);
}
