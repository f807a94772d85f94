package com.bookstore.events.domain;

import com.bookstore.events.EventType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A book's data changed.
 *
 * @param bookId the book's id
 * @param updatedFields the changed fields by name with their new values; decimals are {@code BigDecimal}
 * @param previousValues the same fields with their values before
 */
@EventType(name = "bookUpdated", topic = "book-events", aliases = "com.bookstore.event.BookUpdatedEvent")
public record BookUpdatedEvent(
        Long bookId, Map<String, @Nullable Object> updatedFields, Map<String, @Nullable Object> previousValues)
        implements BookEvent {

    /** Copies the maps; a missing map is an empty one. */
    public BookUpdatedEvent {
        Objects.requireNonNull(bookId, "bookId");
        updatedFields = copy(updatedFields);
        previousValues = copy(previousValues);
    }

    private static Map<String, @Nullable Object> copy(@Nullable Map<String, @Nullable Object> fields) {
        return fields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
