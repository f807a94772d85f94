package com.bookstore.demo;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.web.client.HttpClientErrorException;
import tools.jackson.databind.JsonNode;

/** What is delivered or asked for more than once, and happens once. */
final class Duplicates {

    private final Service books;
    private final Service users;
    private final Topics topics;
    private final Wait wait;

    Duplicates(Service books, Service users, Topics topics, Wait wait) {
        this.books = books;
        this.users = users;
        this.topics = topics;
        this.wait = wait;
    }

    /** Sends the record of an order twice more, as a producer does that missed the broker's answer. */
    String deliverAnOrderAgain(long user, long book) throws Exception {
        int before = stock(book);
        long order = users.post(
                        "/orders", Map.of("userId", user, "items", List.of(Map.of("bookId", book, "quantity", 2))))
                .get("id")
                .asLong();
        ConsumerRecord<String, byte[]> record = topics.await("order-events", "\"orderId\":" + order);
        double skipped = skipped();
        topics.sendAgain(record);
        topics.sendAgain(record);
        wait.until("two more skipped records", this::skipped, seen -> seen == skipped + 2);
        int after = stock(book);
        long changes = topics.count("inventory-events", "\"orderId\":\"" + order + "\"");
        if (after != before - 2 || changes != 1) {
            throw new UnmetExpectationException(
                    "a stock of " + (before - 2) + " and 1 change", after + " and " + changes);
        }
        return "order-events -> book-service: order " + order + ", stock " + before + " -> " + after + ", 2 skipped";
    }

    /** Sends a request twice, as a client does that missed the answer. */
    String sendARequestAgain() throws Exception {
        var book = Map.of("title", "Exactly Once", "category", "software", "stock", 10);
        JsonNode first = books.post("/books", book, "demo-request-1");
        JsonNode second = books.post("/books", book, "demo-request-1");
        topics.await("book-events", "bookCreated", "Exactly Once");
        long events = topics.count("book-events", "bookCreated", "Exactly Once");
        long stored = books.get("/books")
                .valueStream()
                .filter(stock -> stock.get("title").asString().equals("Exactly Once"))
                .count();
        if (!second.equals(first) || events != 1 || stored != 1) {
            throw new UnmetExpectationException(
                    "twice the same answer, 1 event, 1 book",
                    first + " and " + second + ", " + events + " events, " + stored + " books");
        }
        return "book-events: bookCreated " + first.get("id") + ", once";
    }

    private int stock(long book) {
        return books.get("/books/" + book).get("stock").asInt();
    }

    private double skipped() {
        try {
            return books.get("/actuator/metrics/bookstore.events.skipped?tag=reason:duplicate")
                    .get("measurements")
                    .get(0)
                    .get("value")
                    .asDouble();
        } catch (HttpClientErrorException.NotFound nothingWasSkipped) {
            return 0;
        }
    }
}
