package com.bookstore.books;

import com.bookstore.events.domain.OrderCreatedEvent;

/** Where the copies lie: a system of its own, which may be away. Any bean of this type takes the place of {@link LogWarehouse}. */
public interface Warehouse {

    /**
     * Puts the copies of an order aside. To ask for the same order again changes nothing: it is asked again when anything goes
     * wrong after its answer.
     *
     * @param order what was ordered
     * @throws RuntimeException if it does not answer, or refuses
     */
    void reserve(OrderCreatedEvent order);
}
