package com.bookstore.events.domain;

import com.bookstore.events.EventType;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A book was added to the catalogue.
 *
 * @param bookId the book's id
 * @param title the title
 * @param author the author's name
 * @param isbn the ISBN as entered
 * @param price the price
 * @param category the category the book is filed under
 * @param stock how many copies are in stock; {@code null} if not known
 */
@EventType(name = "bookCreated", topic = "book-events", aliases = "com.bookstore.event.BookCreatedEvent")
public record BookCreatedEvent(
        Long bookId,
        String title,
        @Nullable String author,
        @Nullable String isbn,
        @Nullable BigDecimal price,
        @Nullable String category,
        @Nullable Integer stock)
        implements BookEvent {

    /** Checks the required components. */
    public BookCreatedEvent {
        Objects.requireNonNull(bookId, "bookId");
        Objects.requireNonNull(title, "title");
    }
}
