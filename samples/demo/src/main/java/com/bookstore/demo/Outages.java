package com.bookstore.demo;

import java.util.List;
import java.util.Map;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import tools.jackson.databind.JsonNode;

/** Orders and their events while the database or the broker fails: both are there in the end, or neither. */
final class Outages {

    private final Service books;
    private final Service users;
    private final FailingCommits commits;
    private final Broker broker;
    private final Topics topics;
    private final Wait wait;

    Outages(Service books, Service users, FailingCommits commits, Broker broker, Topics topics, Wait wait) {
        this.books = books;
        this.users = users;
        this.commits = commits;
        this.broker = broker;
        this.topics = topics;
        this.wait = wait;
    }

    /** Places an order whose transaction is rolled back after its event was published, and one that is committed. */
    String rollBackAnOrder(long user, long book) throws Exception {
        int before = stock(book);
        commits.failNext("Orders.place");
        String failure = placeInVain(user, book);
        long next = place(user, book, 1);
        topics.await("order-events", "\"orderId\":" + next + ",");
        long lost = next - 1;
        long events = topics.count("order-events", "\"orderId\":" + lost + ",");
        if (isStored(lost) || events != 0) {
            throw new UnmetExpectationException("neither order nor event " + lost, events + " events");
        }
        wait.until("a stock of " + (before - 1), () -> stock(book), stock -> stock == before - 1);
        return "order " + lost + ": " + failure + ", no row, no event; order-events: order " + next;
    }

    private String placeInVain(long user, long book) {
        try {
            place(user, book, 3);
        } catch (HttpServerErrorException expected) {
            return "HTTP " + expected.getStatusCode().value();
        }
        throw new UnmetExpectationException("a failure of the order", "none");
    }

    private boolean isStored(long order) {
        try {
            users.get("/orders/" + order);
            return true;
        } catch (HttpClientErrorException.NotFound none) {
            return false;
        }
    }

    /** Places an order while no broker is there. */
    String orderWithoutBroker(long user, long book) throws Exception {
        int before = stock(book);
        broker.stop();
        long order;
        long millis;
        try {
            long start = System.nanoTime();
            order = place(user, book, 2);
            millis = (System.nanoTime() - start) / 1_000_000;
            if (!isStored(order) || stock(book) != before) {
                throw new UnmetExpectationException("an order of which nobody knows yet", "order " + order);
            }
            wait.until("a health that is not UP", this::isUp, up -> !up);
        } finally {
            broker.restart();
        }
        topics.await("order-events", "\"orderId\":" + order + ",");
        wait.until("a stock of " + (before - 2), () -> stock(book), stock -> stock == before - 2);
        return "order %d in %d ms, health DOWN; broker back -> order-events: stock %d -> %d"
                .formatted(order, millis, before, before - 2);
    }

    private boolean isUp() {
        try {
            users.get("/actuator/health");
            return true;
        } catch (HttpServerErrorException.ServiceUnavailable down) {
            return false;
        }
    }

    private long place(long user, long book, int copies) {
        JsonNode order = users.post(
                "/orders", Map.of("userId", user, "items", List.of(Map.of("bookId", book, "quantity", copies))));
        return order.get("id").asLong();
    }

    private int stock(long book) {
        return books.get("/books/" + book).get("stock").asInt();
    }
}
