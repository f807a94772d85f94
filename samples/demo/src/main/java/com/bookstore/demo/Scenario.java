package com.bookstore.demo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the demo shows. Everything is done and looked at from outside: through REST and on the topics; a table is spoilt. */
final class Scenario {

    private static final JsonMapper JSON = new JsonMapper();

    private final Steps steps;
    private final Service books;
    private final Service users;
    private final Supplier<Service> secondBooks;
    private final Outages outages;
    private final DeadLetters deadLetters;
    private final Topics topics;
    private final Wait wait;

    private long ada;
    private long ben;
    private long kafkaBook;
    private long pastaBook;
    private long lastOrder;
    private int poisoned;

    /**
     * Prepares the scenario.
     *
     * @param secondBooks starts another book-service on the database of the first
     * @param outages what fails
     * @param deadLetters what becomes of records that could not be handled
     */
    Scenario(
            Steps steps,
            Service books,
            Service users,
            Supplier<Service> secondBooks,
            Outages outages,
            DeadLetters deadLetters,
            Topics topics,
            Wait wait) {
        this.steps = steps;
        this.books = books;
        this.users = users;
        this.secondBooks = secondBooks;
        this.outages = outages;
        this.deadLetters = deadLetters;
        this.topics = topics;
        this.wait = wait;
    }

    void run() {
        steps.run("POST /users: Ada, interested in software", () -> {
            ada = register("ada@example.org", "software");
            return "user-events: userRegistered " + ada;
        });
        steps.run("POST /users: Ben, interested in cooking", () -> {
            ben = register("ben@example.org", "cooking");
            return "user-events: userRegistered " + ben;
        });
        steps.run("POST /books: \"Kafka in Action\", 10 copies", () -> {
            kafkaBook = create("Kafka in Action", "software", 10);
            return "book-events: bookCreated " + kafkaBook;
        });
        steps.run("GET /users/" + ada + "/notifications: Ada is told, Ben is not", () -> told(ada, ben, kafkaBook));
        steps.run("POST /books: \"Pasta at Home\", Ben is told, Ada is not", () -> {
            pastaBook = create("Pasta at Home", "cooking", 3);
            return told(ben, ada, pastaBook);
        });
        steps.run("POST /orders: 2 x \"Kafka in Action\"", () -> order(2, 10));
        steps.run("the change of stock names the order as its cause", this::causation);
        steps.run("PUT /books/" + kafkaBook + ": the price is 34.90 now", this::changePrice);
        steps.run("a record that is no event, from a plain Kafka client", this::poison);
        steps.run("POST /orders: 1 x, right behind it", this::orderBehindPoison);
        steps.run("POST /orders: 100 x, more than there are", this::orderTooMany);
        steps.run("POST /books/" + kafkaBook + "/stock: 5 copies arrive", this::restock);
        steps.run("DELETE /books/" + pastaBook, this::delete);
        views();
    }

    private void views() {
        steps.run("POST /orders: 3 x, fewer than 10 copies are left", this::orderUntilFewAreLeft);
        steps.run("GET /users/" + ada + "/recommendations: what Ada has not ordered", this::recommend);
        steps.run("GET /analytics/sales: 6 x \"Kafka in Action\"", this::sales);
        steps.run("a second book-service: its cache follows the first one", this::cache);
        var duplicates = new Duplicates(books, users, topics, wait);
        steps.run(
                "the same order, delivered three times, is sold once",
                () -> duplicates.deliverAnOrderAgain(ada, kafkaBook));
        steps.run("POST /books: the same request twice, one book", duplicates::sendARequestAgain);
        steps.run("POST /orders: the commit fails, no event either", () -> outages.rollBackAnOrder(ada, kafkaBook));
        steps.run("POST /orders: accepted while the broker is down", () -> outages.orderWithoutBroker(ada, kafkaBook));
        deadLetters();
    }

    private void deadLetters() {
        steps.run(
                "POST /orders: 3 times, while the warehouse is away",
                () -> deadLetters.orderWithoutWarehouse(ada, kafkaBook));
        steps.run("GET /actuator/deadletters/groups: all so far, by cause", deadLetters::lookAtGroups);
        steps.run(
                "POST /actuator/deadletters/replay: the warehouse is back", () -> deadLetters.replayOrders(kafkaBook));
        steps.run("POST /actuator/deadletters/discard, /resolve: the others", deadLetters::closeTheOthers);
        movements();
    }

    private void movements() {
        var movements = new Movements(books, wait);
        steps.run(
                "GET /books/" + kafkaBook + "/history: all that came and went", () -> movements.showHistory(kafkaBook));
        steps.run("POST /actuator/projections/book-stock: made again", () -> movements.rebuildReport(kafkaBook));
    }

    private long register(String email, String interest) throws Exception {
        long id = users.post("/users", Map.of("email", email, "interests", List.of(interest)))
                .get("id")
                .asLong();
        topics.await("user-events", "userRegistered", email);
        return id;
    }

    private long create(String title, String category, int stock) throws Exception {
        JsonNode book = books.post(
                "/books",
                Map.of("title", title, "category", category, "price", new BigDecimal("39.90"), "stock", stock));
        topics.await("book-events", "bookCreated", title);
        return book.get("id").asLong();
    }

    private String told(long interested, long other, long book) throws Exception {
        String message = wait.until(
                        "a notification about book " + book,
                        () -> users.get("/users/" + interested + "/notifications"),
                        notifications -> about(notifications, book).findAny().isPresent())
                .findValue("message")
                .asString();
        JsonNode others = users.get("/users/" + other + "/notifications");
        if (about(others, book).findAny().isPresent()) {
            throw new UnmetExpectationException("no notification for user " + other, others);
        }
        return "book-events -> user-service: \"" + message + "\"";
    }

    private static Stream<JsonNode> about(JsonNode notifications, long book) {
        return notifications
                .valueStream()
                .filter(notification -> notification.get("bookId").asLong() == book);
    }

    private String order(int copies, int before) throws Exception {
        int after = before - copies;
        lastOrder = place(kafkaBook, copies);
        wait.until("a stock of " + after, this::stock, stock -> stock == after);
        return "order-events -> book-service: order " + lastOrder + ", stock " + before + " -> " + after;
    }

    private long place(long book, int copies) {
        var items = List.of(Map.of("bookId", book, "quantity", copies));
        return users.post("/orders", Map.of("userId", ada, "items", items))
                .get("id")
                .asLong();
    }

    private int stock() {
        return books.get("/books/" + kafkaBook).get("stock").asInt();
    }

    private String causation() throws Exception {
        JsonNode order = json(topics.await("order-events", "\"orderId\":" + lastOrder));
        JsonNode change = json(topics.await("inventory-events", "\"orderId\":\"" + lastOrder + "\""));
        if (!order.get("correlationId").equals(change.get("correlationId"))
                || !order.get("eventId").equals(change.get("causationId"))) {
            throw new UnmetExpectationException("correlation and causation of " + order, change);
        }
        return "inventory-events: stockChanged, caused by orderCreated " + lastOrder;
    }

    private String changePrice() throws Exception {
        books.put(
                "/books/" + kafkaBook,
                Map.of("title", "Kafka in Action", "category", "software", "price", new BigDecimal("34.90")));
        wait.until(
                "a price of 34.90",
                () -> knownBook(kafkaBook)
                        .map(book -> book.get("price").asDouble())
                        .findFirst()
                        .orElse(0.0),
                price -> price == 34.90);
        return "book-events -> user-service: it knows the new price";
    }

    private Stream<JsonNode> knownBook(long id) {
        return users.get("/known-books")
                .valueStream()
                .filter(book -> book.get("id").asLong() == id);
    }

    private String poison() throws Exception {
        byte[] value = "{\"orderId\": 3, \"items\": [oops".getBytes(StandardCharsets.UTF_8);
        // The key of the next order, so that the record is on that order's partition, right before it.
        String key = Long.toString(lastOrder + 1);
        RecordMetadata sent = topics.send("order-events", key, value);
        poisoned = sent.partition();
        topics.await("dead-letter-queue", value);
        return "%s -> dead-letter-queue: the same %d bytes".formatted(sent, value.length);
    }

    private String orderBehindPoison() throws Exception {
        String outcome = order(1, 8);
        int partition = topics.await("order-events", "\"orderId\":" + lastOrder).partition();
        if (partition != poisoned) {
            throw new UnmetExpectationException("the order on partition " + poisoned, partition);
        }
        return outcome;
    }

    private String orderTooMany() throws Exception {
        long order = place(kafkaBook, 100);
        ConsumerRecord<String, byte[]> sent = topics.await("order-events", "\"orderId\":" + order);
        topics.await("dead-letter-queue", sent.value());
        int stock = stock();
        if (stock != 7) {
            throw new UnmetExpectationException("an unchanged stock of 7", stock);
        }
        return "order-events -> dead-letter-queue: order " + order + ", to be replayed; stock still 7";
    }

    private String restock() throws Exception {
        books.post("/books/" + kafkaBook + "/stock", Map.of("change", 5));
        topics.await("inventory-events", "\"bookId\":" + kafkaBook, "\"newStock\":12", "INCREASE");
        return "inventory-events: stockChanged 7 -> 12";
    }

    private String delete() throws Exception {
        books.delete("/books/" + pastaBook);
        wait.until("no book " + pastaBook, () -> knownBook(pastaBook).toList(), List::isEmpty);
        return "book-events -> user-service: it has dropped the book";
    }

    private String orderUntilFewAreLeft() throws Exception {
        String outcome = order(3, 12);
        wait.until("an alert of 9 copies of book " + kafkaBook, () -> books.get("/alerts"), this::isAlertOfNine);
        return outcome + "; inventory-events -> low stock alert";
    }

    /** An earlier alert, of 8 copies, may be seen before: the listener that raises it has a pace of its own. */
    private boolean isAlertOfNine(JsonNode alerts) {
        return alerts.size() == 1
                && alerts.get(0).get("bookId").asLong() == kafkaBook
                && alerts.get(0).get("stock").asInt() == 9;
    }

    private String recommend() throws Exception {
        long streams = create("Streams at Work", "software", 20);
        wait.until(
                "that book " + streams + " is known", () -> knownBook(streams).toList(), known -> !known.isEmpty());
        JsonNode forAda = users.get("/users/" + ada + "/recommendations");
        JsonNode forBen = users.get("/users/" + ben + "/recommendations");
        if (forAda.size() != 1 || forAda.get(0).get("id").asLong() != streams || !forBen.isEmpty()) {
            throw new UnmetExpectationException("only book " + streams + ", and only for Ada", forAda + " " + forBen);
        }
        return "book-events -> user-service: \"Streams at Work\"; nothing for Ben";
    }

    private String sales() {
        JsonNode sales = books.get("/analytics/sales");
        // 2 copies at 39.90, then 1 and 3 at 34.90; the order that was too large is no sale.
        if (sales.size() != 1
                || sales.get(0).get("copies").asInt() != 6
                || sales.get(0).get("revenue").asDouble() != 219.40) {
            throw new UnmetExpectationException("6 copies for 219.40", sales);
        }
        return "order-events -> book-service: revenue 219.40";
    }

    private String cache() throws Exception {
        try (Service second = secondBooks.get()) {
            var instances = new SecondInstance(books, second, kafkaBook);
            // The first change may come before the new instance listens.
            var seen =
                    wait.until("the second instance to follow", instances::changeStock, SecondInstance.Seen::isShown);
            return "inventory-events -> %s: %d copies, then %d".formatted(second.url(), seen.before(), seen.after());
        }
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> event) {
        return JSON.readTree(event.value());
    }
}
