package com.bookstore.users;

import com.bookstore.events.domain.StockChangedEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/**
 * How many copies of a book there are, as events told.
 *
 * @param bookId the book
 * @param copies how many there are
 * @param previous how many there were before, if that was told
 * @param since since when, by the latest of the events
 */
record KnownStock(@Id long bookId, int copies, @Nullable Integer previous, Instant since) {

    /**
     * Whether an event, though it comes later, tells of something earlier. Clocks of services and databases differ a little: a
     * time that is earlier counts only if the event does not continue from here, or if this continues from it.
     */
    boolean isNewerThan(StockChangedEvent event, Instant at) {
        boolean continues = Objects.equals(event.previousStock(), copies);
        boolean came = Objects.equals(event.newStock(), previous);
        return at.isBefore(since) && (!continues || came);
    }

    KnownStock after(StockChangedEvent event, Instant at) {
        return new KnownStock(bookId, event.newStock(), event.previousStock(), at.isAfter(since) ? at : since);
    }
}
