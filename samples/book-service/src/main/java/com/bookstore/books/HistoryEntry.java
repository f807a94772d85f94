package com.bookstore.books;

import com.bookstore.events.eventstore.StoredEvent;
import java.time.Instant;

/** A movement of a book's stock, as it is shown: the how many-th it is, what came or went, and what was there after it. */
record HistoryEntry(long version, String kind, int quantity, int stock, String cause, Instant at) {

    static HistoryEntry of(StoredEvent event) {
        var movement = (StockMovement) event.event();
        return new HistoryEntry(
                event.version(),
                event.type(),
                movement.quantity(),
                movement.stock(),
                movement.cause(),
                event.metadata().timestamp());
    }
}
