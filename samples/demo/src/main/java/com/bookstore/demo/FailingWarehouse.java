package com.bookstore.demo;

import com.bookstore.books.Warehouse;
import com.bookstore.events.domain.OrderCreatedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A warehouse of the book service that does not always answer. */
final class FailingWarehouse implements Warehouse, ApplicationContextInitializer<ConfigurableApplicationContext> {

    private volatile boolean away;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context).registerBean("failingWarehouse", Warehouse.class, () -> this);
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    @Override
    public void reserve(OrderCreatedEvent order) {
        if (away) {
            throw new IllegalStateException("connection refused");
        }
    }
}
