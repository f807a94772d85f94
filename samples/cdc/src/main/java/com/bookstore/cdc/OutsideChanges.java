package com.bookstore.cdc;

import com.bookstore.demo.UnmetExpectationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What somebody with a SQL client does, and what the services make of it. */
final class OutsideChanges {

    private static final int MANY = 500;
    private static final long FIRST_OF_MANY = 2000;

    private final CapturedDatabase database;
    private final Services services;

    OutsideChanges(CapturedDatabase database, Services services) {
        this.database = database;
        this.services = services;
    }

    String insert(long book, String title, int copies) throws Exception {
        database.execute("INSERT INTO books (id, title, price, stock) VALUES (%d, '%s', 12.50, %d)"
                .formatted(book, title, copies));
        return created(book, copies);
    }

    /** Waits until a row has become a book. */
    String created(long book, int copies) throws Exception {
        services.topics().await("book-events", "\"bookCreated\"", bookId(book));
        return "book-events: bookCreated " + book + " -> " + services.awaitKnown(book, copies);
    }

    String setStock(long book, int before, int after) throws Exception {
        database.execute("UPDATE books SET stock = %d WHERE id = %d".formatted(after, book));
        return stockChanged(book, before, after);
    }

    /** Waits until a change of stock is told. */
    String stockChanged(long book, int before, int after) throws Exception {
        services.topics()
                .await(
                        "inventory-events",
                        bookId(book),
                        "\"previousStock\":" + before + ",",
                        "\"newStock\":" + after + ",");
        return "inventory-events: stockChanged %d -> %d -> %s"
                .formatted(before, after, services.awaitKnown(book, after));
    }

    /** Orders copies of a book whose stock was changed with SQL. */
    String order(long book, int before, int copies) throws Exception {
        long user = services.users()
                .post("/users", Map.of("email", "ada@example.org", "interests", List.of()))
                .get("id")
                .asLong();
        services.users()
                .post("/orders", Map.of("userId", user, "items", List.of(Map.of("bookId", book, "quantity", copies))));
        int after = before - copies;
        services.awaitKnown(book, after);
        JsonNode history = services.books().get("/books/" + book + "/history");
        List<Integer> stocks = history.valueStream()
                .map(movement -> movement.get("stock").asInt())
                .toList();
        int last = services.books().get("/books/" + book).get("stock").asInt();
        if (last != after
                || stocks.size() < 2
                || !stocks.subList(stocks.size() - 2, stocks.size()).equals(List.of(before, after))) {
            throw new UnmetExpectationException("a history that ends with " + before + ", " + after, history);
        }
        return "book-service: %d copies, movements leave %s".formatted(last, stocks);
    }

    String insertMany() throws Exception {
        database.execute(IntStream.range(0, MANY)
                .mapToObj(number -> "(%d, 'Volume %d', %d)".formatted(FIRST_OF_MANY + number, number, number))
                .collect(Collectors.joining(", ", "INSERT INTO books (id, title, stock) VALUES ", "")));
        services.patience()
                .until(
                        MANY + " volumes at user-service, each with its stock",
                        () -> services.users()
                                .get("/known-books")
                                .valueStream()
                                .filter(OutsideChanges::isVolume)
                                .count(),
                        known -> known == MANY);
        long told = services.topics().count("book-events", "\"bookCreated\"", "\"Volume ");
        if (told != MANY) {
            throw new UnmetExpectationException(MANY + " events", told);
        }
        return "book-events: %d x bookCreated -> user-service: %d books".formatted(MANY, MANY);
    }

    private static boolean isVolume(JsonNode book) {
        long number = book.get("id").asLong() - FIRST_OF_MANY;
        return book.get("title").asString().equals("Volume " + number)
                && book.get("stock").asInt(-1) == number;
    }

    String delete(long book) throws Exception {
        database.execute("DELETE FROM books WHERE id = " + book);
        services.topics().await("book-events", "\"bookDeleted\"", bookId(book));
        services.patience().until("no book " + book, () -> services.known(book), Objects::isNull);
        return "book-events: bookDeleted " + book + " -> user-service: it has dropped the book";
    }

    static String bookId(long book) {
        return "\"bookId\":" + book;
    }
}
