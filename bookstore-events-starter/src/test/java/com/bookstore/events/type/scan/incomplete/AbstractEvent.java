package com.bookstore.events.type.scan.incomplete;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

@EventType(name = "abstract", topic = "t")
interface AbstractEvent extends DomainEvent {}
