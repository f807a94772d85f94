package com.bookstore.event;

import java.math.BigDecimal;
import java.util.List;

/** A classic event. */
public class OrderCreatedEvent extends DomainEvent {

    public Long orderId;
    public String orderNumber;
    public Long userId;
    public BigDecimal totalAmount;
    public List<OrderItem> items;

    /** One line of an order. */
    public static class OrderItem {

        public Long bookId;
        public Integer quantity;
        public BigDecimal unitPrice;
    }
}
