package com.bookstore.event;

import java.math.BigDecimal;

/** A classic event. */
public class BookCreatedEvent extends DomainEvent {

    public Long bookId;
    public String title;
    public String author;
    public String isbn;
    public BigDecimal price;
    public String category;
    public Integer stock;
}
