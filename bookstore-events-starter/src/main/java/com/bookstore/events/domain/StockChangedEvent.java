package com.bookstore.events.domain;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number of copies in stock changed. Its key is the book's id.
 *
 * @param bookId the book's id
 * @param previousStock how many copies there were; {@code null} if not known
 * @param newStock how many copies there are now
 * @param changeType why the number changed
 * @param orderId the order that took the copies; {@code null} if none did
 */
@EventType(name = "stockChanged", topic = "inventory-events", aliases = "com.bookstore.event.StockChangedEvent")
public record StockChangedEvent(
        Long bookId, @Nullable Integer previousStock, Integer newStock, ChangeType changeType, @Nullable String orderId)
        implements DomainEvent {

    /** Checks the required components. */
    public StockChangedEvent {
        Objects.requireNonNull(bookId, "bookId");
        Objects.requireNonNull(newStock, "newStock");
        Objects.requireNonNull(changeType, "changeType");
    }

    @Override
    public String key() {
        return bookId.toString();
    }

    /** Why a stock changed. */
    public enum ChangeType {
        /** Copies arrived. */
        INCREASE,
        /** Copies left. */
        DECREASE,
        /** The number was corrected. */
        ADJUSTMENT
    }
}
