package com.bookstore.event;

/** A classic event. */
public class BookDeletedEvent extends DomainEvent {

    public Long bookId;
}
