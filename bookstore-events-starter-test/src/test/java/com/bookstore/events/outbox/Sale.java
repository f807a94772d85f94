package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event that belongs to a business transaction. */
@EventType(name = "sold", topic = "sales")
record Sale(String book, int number, String note) implements DomainEvent {

    Sale(String book, int number) {
        this(book, number, "");
    }

    @Override
    public String key() {
        return book;
    }
}
