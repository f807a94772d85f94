package com.bookstore.events.domain;

import com.bookstore.events.EventType;
import java.util.Objects;

/**
 * A book was taken out of the catalogue.
 *
 * @param bookId the book's id
 */
@EventType(name = "bookDeleted", topic = "book-events", aliases = "com.bookstore.event.BookDeletedEvent")
public record BookDeletedEvent(Long bookId) implements BookEvent {

    /** Checks the required component. */
    public BookDeletedEvent {
        Objects.requireNonNull(bookId, "bookId");
    }
}
