package com.bookstore.benchmarks.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A book was added to the catalogue, as a service without the starter declares it: one record with all fields of the wire.
 *
 * @param type the event's name
 * @param eventId the event's id
 * @param timestamp when it was published
 * @param source who published it
 * @param version the version of its fields
 * @param correlationId the business process
 * @param causationId the event that caused it
 * @param bookId the book's id
 * @param title the title
 * @param author the author's name
 * @param isbn the ISBN
 * @param price the price
 * @param category the category
 * @param stock how many copies are in stock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "type",
    "eventId",
    "timestamp",
    "source",
    "version",
    "correlationId",
    "causationId",
    "bookId",
    "title",
    "author",
    "isbn",
    "price",
    "category",
    "stock"
})
public record PlainBookCreated(
        String type,
        String eventId,
        Instant timestamp,
        String source,
        String version,
        String correlationId,
        @Nullable String causationId,
        Long bookId,
        String title,
        String author,
        String isbn,
        BigDecimal price,
        String category,
        Integer stock) {

    /**
     * Makes the same event under another id.
     *
     * @param id the id
     * @return the event
     */
    public PlainBookCreated withEventId(String id) {
        return new PlainBookCreated(
                type,
                id,
                timestamp,
                source,
                version,
                correlationId,
                causationId,
                bookId,
                title,
                author,
                isbn,
                price,
                category,
                stock);
    }
}
