package com.bookstore.events.type.scan.twice;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

final class TwoOfOneName {

    private TwoOfOneName() {}

    @EventType(name = "twin", topic = "t")
    record First(String key) implements DomainEvent {}

    @EventType(name = "twin", topic = "t")
    record Second(String key) implements DomainEvent {}
}
