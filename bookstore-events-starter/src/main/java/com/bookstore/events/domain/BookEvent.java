package com.bookstore.events.domain;

import com.bookstore.events.DomainEvent;

/** An event of a book's life; its key is the book's id. */
public sealed interface BookEvent extends DomainEvent permits BookCreatedEvent, BookUpdatedEvent, BookDeletedEvent {

    /**
     * Returns the book's id.
     *
     * @return the id
     */
    Long bookId();

    @Override
    default String key() {
        return bookId().toString();
    }
}
