package com.bookstore.users;

import com.bookstore.events.domain.StockChangedEvent;
import java.time.Instant;
import org.springframework.data.annotation.Id;

/** How many copies of a book there are, and since when, as events told. */
record KnownStock(@Id long bookId, int copies, Instant since) {

    /** Whether an event, though it comes later, tells of something earlier; what continues from here never does. */
    boolean isNewerThan(StockChangedEvent event, Instant at) {
        Integer previous = event.previousStock();
        return (previous == null || previous != copies) && at.isBefore(since);
    }
}
