package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.math.BigDecimal;

/** Money was paid into an account; the first version called the amount a sum. */
@EventType(name = "deposited", topic = "accounts", version = "2.0", aliases = "com.acme.Deposited")
record Deposited(String account, BigDecimal amount, String note) implements DomainEvent {

    static Deposited of(String account, long amount) {
        return new Deposited(account, BigDecimal.valueOf(amount), "");
    }

    @Override
    public String key() {
        return account;
    }
}
