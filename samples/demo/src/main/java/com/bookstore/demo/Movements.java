package com.bookstore.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The movements of a book's stock, of which the event store loses none, and the report that is made of them. */
final class Movements {

    private static final String REPORT = "/analytics/stock";

    private final Service books;
    private final Wait wait;

    Movements(Service books, Wait wait) {
        this.books = books;
        this.wait = wait;
    }

    /** Goes through the history of a book: one movement follows the other, up to the stock there is. */
    String showHistory(long book) {
        JsonNode history = history(book);
        int version = 0;
        int stock = 0;
        int sold = 0;
        for (JsonNode movement : history) {
            version++;
            stock += movement.get("quantity").asInt();
            if (movement.get("version").asInt() != version
                    || movement.get("stock").asInt() != stock) {
                throw new UnmetExpectationException("movement " + version + " to leave " + stock, movement);
            }
            sold += movement.get("kind").asString().equals("stockSold")
                    ? -movement.get("quantity").asInt()
                    : 0;
        }
        if (stock != stock(book) || sold != sold(book)) {
            throw new UnmetExpectationException(
                    "a history that ends with %d copies, %d sold".formatted(stock(book), sold(book)), history);
        }
        return "%d movements, %d copies sold, %d left".formatted(version, sold, stock);
    }

    /** Spoils the report, as somebody with access to the database can, and has it made again. */
    String rebuildReport(long book) throws Exception {
        int movements = history(book).size();
        int stock = stock(book);
        wait.until(
                "%d copies by %d movements".formatted(stock, movements),
                () -> row(book),
                row -> row.path("copies").asInt() == stock
                        && row.path("movements").asInt() == movements);
        JsonNode before = books.get(REPORT);
        books.update("update book_stock set copies = copies + 1000");
        JsonNode spoilt = row(book);
        if (spoilt.get("copies").asInt() != stock + 1000) {
            throw new UnmetExpectationException("a report that is wrong", spoilt);
        }
        books.post("/actuator/projections/book-stock", Map.of("action", "rebuild"));
        wait.until("the report as it was, " + before, () -> books.get(REPORT), before::equals);
        return "%s: %d -> %d copies, as in the history".formatted(REPORT, stock + 1000, stock);
    }

    /** What the report has of a book; nothing as long as it has not come so far. */
    private JsonNode row(long book) {
        return books.get(REPORT)
                .valueStream()
                .filter(row -> row.get("bookId").asLong() == book)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private JsonNode history(long book) {
        return books.get("/books/" + book + "/history?limit=1000");
    }

    private int stock(long book) {
        return books.get("/books/" + book).get("stock").asInt();
    }

    private int sold(long book) {
        return books.get("/analytics/sales")
                .valueStream()
                .filter(sales -> sales.get("bookId").asLong() == book)
                .mapToInt(sales -> sales.get("copies").asInt())
                .sum();
    }
}
