package com.bookstore.events.type.scan.application;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An application's events: one of its own, one in the place of a shipped one. */
public final class ApplicationEvents {

    private ApplicationEvents() {}

    /** An event of this application alone. */
    @EventType(name = "bookReviewed", topic = "review-events", aliases = "reviewAdded")
    public record BookReviewed(String key) implements DomainEvent {}

    @EventType(name = "orderCreated", topic = "own-order-events", version = "2.0", aliases = "orderPlaced")
    record OwnOrderCreated(String key) implements DomainEvent {}

    record NotAnnotated(String key) implements DomainEvent {}
}
