package com.bookstore.events.type.scan.shared;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

@EventType(name = "shared", topic = "shared-events")
record SharedEvent(String key) implements DomainEvent {}
