package com.bookstore.events.deadletter.replay;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;

/** An event whose handling can fail. */
@EventType(name = "parcelSent", topic = "parcels")
record Parcel(String parcel, int number, String note) implements DomainEvent {

    @Override
    public String key() {
        return parcel;
    }
}
