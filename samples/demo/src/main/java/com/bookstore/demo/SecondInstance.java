package com.bookstore.demo;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two instances of the book service on one database; shows that one follows what the other changes. */
final class SecondInstance {

    private final Service first;
    private final Service second;
    private final String book;

    SecondInstance(Service first, Service second, long book) {
        this.first = first;
        this.second = second;
        this.book = "/books/" + book;
    }

    /**
     * Changes the book's stock at the first instance after the second one has put the book into its cache.
     *
     * @return what the second instance shows, at the latest a second after the change
     */
    Seen changeStock() throws Exception {
        int before = stock(second.get(book));
        int after = stock(first.post(book + "/stock", Map.of("change", 1)));
        var wait = new Wait(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try {
            wait.until("a stock of " + after, () -> stock(second.get(book)), stock -> stock == after);
            return new Seen(before, after, true);
        } catch (UnmetExpectationException e) {
            return new Seen(before, after, false);
        }
    }

    private static int stock(JsonNode book) {
        return book.get("stock").asInt();
    }

    /** A change of stock, and whether the second instance shows it. */
    record Seen(int before, int after, boolean isShown) {}
}
