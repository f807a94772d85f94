package com.bookstore.events.listening;

import com.bookstore.events.DomainEvent;

/** Tells the registered name of an event. */
@FunctionalInterface
interface TypeNames {

    String of(DomainEvent event);
}
