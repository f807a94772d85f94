package com.bookstore.events.domain;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user placed an order. Its key is the order's id.
 *
 * @param orderId the order's id
 * @param orderNumber the number shown to the user
 * @param userId who ordered
 * @param totalAmount what the order costs
 * @param items what was ordered
 */
@EventType(
        name = "orderCreated",
        topic = "order-events",
        wireType = "OrderCreatedEvent",
        aliases = "com.bookstore.event.OrderCreatedEvent")
public record OrderCreatedEvent(
        Long orderId,
        @Nullable String orderNumber,
        Long userId,
        @Nullable BigDecimal totalAmount,
        List<OrderItem> items)
        implements DomainEvent {

    /** Checks the required components and copies the items; a missing list is an empty one. */
    public OrderCreatedEvent {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(userId, "userId");
        items = copy(items);
    }

    @Override
    public String key() {
        return orderId.toString();
    }

    private static List<OrderItem> copy(@Nullable List<OrderItem> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    /**
     * One line of an order.
     *
     * @param bookId the ordered book
     * @param quantity how many copies
     * @param unitPrice the price of one copy
     */
    public record OrderItem(Long bookId, Integer quantity, @Nullable BigDecimal unitPrice) {

        /** Checks the required components. */
        public OrderItem {
            Objects.requireNonNull(bookId, "bookId");
            Objects.requireNonNull(quantity, "quantity");
        }
    }
}
