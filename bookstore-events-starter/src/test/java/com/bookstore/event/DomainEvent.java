package com.bookstore.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDateTime;
import java.util.UUID;

/** The base class of the services in the field; OrderCreatedEvent is missing in its list, as it is there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BookCreatedEvent.class, name = "bookCreated"),
    @JsonSubTypes.Type(value = BookUpdatedEvent.class, name = "bookUpdated"),
    @JsonSubTypes.Type(value = BookDeletedEvent.class, name = "bookDeleted"),
    @JsonSubTypes.Type(value = StockChangedEvent.class, name = "stockChanged")
})
public abstract class DomainEvent {

    public String eventId = UUID.randomUUID().toString();
    public LocalDateTime timestamp = LocalDateTime.now();
    public String source;
    public String version = "1.0";
    public String correlationId;
}
