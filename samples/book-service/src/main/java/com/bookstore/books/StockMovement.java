package com.bookstore.books;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/**
 * Copies of a book came or went. The movements of a book are its stream in the event store, and stay there: what the rest of
 * the shop is told is {@link com.bookstore.events.domain.StockChangedEvent}.
 */
sealed interface StockMovement extends DomainEvent {

    /** An event needs a topic. Nothing goes there, as {@code bookstore.events.event-store.publish} is off. */
    String TOPIC = "inventory-events";

    long bookId();

    /** How many copies came; negative if they went. */
    int quantity();

    /** How many copies there are after it. */
    int stock();

    /** What brought it about, for people. */
    String cause();

    @Override
    default String key() {
        return Long.toString(bookId());
    }

    /** Copies arrived. */
    @EventType(name = "stockReceived", topic = TOPIC)
    record Received(long bookId, int quantity, int stock) implements StockMovement {

        @Override
        public String cause() {
            return "delivery";
        }
    }

    /** An order took copies. */
    @EventType(name = "stockSold", topic = TOPIC)
    record Sold(long bookId, int quantity, int stock, long orderId) implements StockMovement {

        @Override
        public String cause() {
            return "order " + orderId;
        }
    }

    /** Somebody set the number right. */
    @EventType(name = "stockAdjusted", topic = TOPIC)
    record Adjusted(long bookId, int quantity, int stock, String reason) implements StockMovement {

        @Override
        public String cause() {
            return reason;
        }
    }

    /** The book was deleted, with what was left of it. */
    @EventType(name = "stockRemoved", topic = TOPIC)
    record Removed(long bookId, int quantity, int stock) implements StockMovement {

        @Override
        public String cause() {
            return "book deleted";
        }
    }
}
