package com.bookstore.events.json;

import com.bookstore.event.BookCreatedEvent;
import com.bookstore.event.BookDeletedEvent;
import com.bookstore.event.BookUpdatedEvent;
import com.bookstore.event.DomainEvent;
import com.bookstore.event.OrderCreatedEvent;
import com.bookstore.event.StockChangedEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.support.serializer.JsonDeserializer;
import org.springframework.kafka.support.serializer.JsonSerializer;

/** A service in the field: spring-kafka's serialiser and deserialiser on Jackson 2, as its YAML file or its beans set them. */
@SuppressWarnings("removal")
final class ClassicService {

    private static final String TYPE_MAPPING = "bookCreated:com.bookstore.event.BookCreatedEvent,"
            + "bookUpdated:com.bookstore.event.BookUpdatedEvent,"
            + "bookDeleted:com.bookstore.event.BookDeletedEvent,"
            + "stockChanged:com.bookstore.event.StockChangedEvent,"
            + "orderCreated:com.bookstore.event.OrderCreatedEvent";

    private final JsonSerializer<Object> serializer = new JsonSerializer<>();
    private final JsonDeserializer<Object> deserializer = new JsonDeserializer<>();

    private ClassicService(Map<String, String> producerProperties) {
        serializer.configure(producerProperties, false);
        deserializer.configure(
                Map.of(
                        JsonDeserializer.TRUSTED_PACKAGES,
                        "com.bookstore.event",
                        JsonDeserializer.TYPE_MAPPINGS,
                        TYPE_MAPPING),
                false);
    }

    /** Writes {@code bookCreated} as the header. */
    static ClassicService withTypeMapping() {
        return new ClassicService(Map.of(JsonSerializer.TYPE_MAPPINGS, TYPE_MAPPING));
    }

    /** Writes {@code com.bookstore.event.BookCreatedEvent} as the header. */
    static ClassicService withClassNames() {
        return new ClassicService(Map.of());
    }

    byte[] write(Headers headers, Object event) {
        return serializer.serialize("topic", headers, event);
    }

    Object read(Headers headers, byte[] value) {
        return deserializer.deserialize("topic", headers, value);
    }

    static BookCreatedEvent bookCreated() {
        BookCreatedEvent event = from(new BookCreatedEvent(), "book-service");
        event.bookId = 42L;
        event.title = "Dune";
        event.author = "Frank Herbert";
        event.isbn = "978-0-441-17271-9";
        event.price = new BigDecimal("29.90");
        event.category = "Science Fiction";
        event.stock = 7;
        return event;
    }

    static BookUpdatedEvent bookUpdated() {
        BookUpdatedEvent event = from(new BookUpdatedEvent(), "book-service");
        event.bookId = 42L;
        event.updatedFields = new HashMap<>(Map.of("price", new BigDecimal("19.90"), "stock", 3, "title", "Dune"));
        event.previousValues = new HashMap<>();
        event.previousValues.put("price", new BigDecimal("29.90"));
        event.previousValues.put("title", null);
        return event;
    }

    static BookDeletedEvent bookDeleted() {
        BookDeletedEvent event = from(new BookDeletedEvent(), "book-service");
        event.bookId = 42L;
        return event;
    }

    static StockChangedEvent stockChanged() {
        StockChangedEvent event = from(new StockChangedEvent(), "book-service");
        event.bookId = 42L;
        event.previousStock = 7;
        event.newStock = 6;
        event.changeType = StockChangedEvent.ChangeType.DECREASE;
        event.orderId = "4711";
        return event;
    }

    static OrderCreatedEvent orderCreated() {
        OrderCreatedEvent event = from(new OrderCreatedEvent(), "user-service");
        event.orderId = 4711L;
        event.orderNumber = "ORD-4711";
        event.userId = 5L;
        event.totalAmount = new BigDecimal("89.70");
        OrderCreatedEvent.OrderItem item = new OrderCreatedEvent.OrderItem();
        item.bookId = 42L;
        item.quantity = 3;
        item.unitPrice = new BigDecimal("29.90");
        event.items = List.of(item);
        return event;
    }

    private static <E extends DomainEvent> E from(E event, String source) {
        event.source = source;
        event.correlationId = "c-1";
        return event;
    }
}
