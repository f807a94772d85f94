package com.bookstore.books;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** Copies of a book that an order took, and what they cost; {@code null} if a price is not known. */
record Sale(@Id long id, long orderId, long bookId, int copies, @Nullable BigDecimal revenue, Instant soldAt) {

    static Sale of(OrderCreatedEvent order, long bookId, int copies, Instant soldAt) {
        return new Sale(0, order.orderId(), bookId, copies, revenue(order, bookId), soldAt);
    }

    private static @Nullable BigDecimal revenue(OrderCreatedEvent order, long bookId) {
        BigDecimal revenue = BigDecimal.ZERO;
        for (OrderItem item : order.items()) {
            if (item.bookId() == bookId) {
                if (item.unitPrice() == null) {
                    return null;
                }
                revenue = revenue.add(item.unitPrice().multiply(BigDecimal.valueOf(item.quantity())));
            }
        }
        return revenue;
    }
}
