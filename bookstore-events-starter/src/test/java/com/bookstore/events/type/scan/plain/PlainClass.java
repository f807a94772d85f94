package com.bookstore.events.type.scan.plain;

import com.bookstore.events.EventType;

@EventType(name = "plain", topic = "t")
record PlainClass(String key) {}
