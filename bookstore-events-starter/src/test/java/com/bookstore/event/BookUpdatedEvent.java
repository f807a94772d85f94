package com.bookstore.event;

import java.util.Map;

/** A classic event. */
public class BookUpdatedEvent extends DomainEvent {

    public Long bookId;
    public Map<String, Object> updatedFields;
    public Map<String, Object> previousValues;
}
