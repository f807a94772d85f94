package com.bookstore.cdc;

import com.bookstore.demo.UnmetExpectationException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What book-service writes to the captured table itself, and publishes itself. Its changes come from Debezium as well; behind
 * each of them, on the same row and so in the same order, somebody changes something with SQL: when that is told, whatever
 * there is to be told of the change before has been.
 */
final class OwnChanges {

    private final Services services;
    private final OutsideChanges outside;
    private long book;

    OwnChanges(Services services, OutsideChanges outside) {
        this.services = services;
        this.outside = outside;
    }

    String createAndChange() throws Exception {
        JsonNode created = services.books().post("/books", Map.of("title", "Of the service", "stock", 5));
        book = created.get("id").asLong();
        services.books().post("/books/" + book + "/stock", Map.of("change", 3));
        outside.stockChanged(book, 5, 8);

        outside.setStock(book, 8, 20);

        expect(1, "book-events", "\"bookCreated\"");
        expect(0, "book-events", "\"bookUpdated\"");
        expect(2, "inventory-events", "\"stockChanged\"");
        return "1 x bookCreated, 1 x stockChanged 5 -> 8, and SQL's 8 -> 20";
    }

    String delete() throws Exception {
        services.books().delete("/books/" + book);
        services.topics().await("book-events", "\"bookDeleted\"", OutsideChanges.bookId(book) + "}");

        outside.insert(book, "Written again", 1);
        services.topics().await("book-events", "\"Written again\"", id());

        expect(1, "book-events", "\"bookDeleted\"", OutsideChanges.bookId(book) + "}");
        expect(2, "book-events", "\"bookCreated\"");
        return "1 x bookDeleted, and SQL's bookCreated behind it";
    }

    private void expect(long count, String topic, String type) throws Exception {
        expect(count, topic, type, id());
    }

    private void expect(long count, String topic, String type, String id) throws Exception {
        long told = services.topics().count(topic, type, id);
        if (told != count) {
            throw new UnmetExpectationException("%d x %s of book %d".formatted(count, type, book), told);
        }
    }

    /** Other fields follow, and no other digit; the event of a deletion has none. */
    private String id() {
        return OutsideChanges.bookId(book) + ",";
    }
}
