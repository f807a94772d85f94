package com.bookstore.events.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What a handler keeps with JPA. */
@Entity
class Payment {

    @Id
    private String reference;

    private int amount;

    protected Payment() {}

    Payment(String reference, int amount) {
        this.reference = reference;
        this.amount = amount;
    }

    int amount() {
        return amount;
    }
}
