package com.bookstore.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.client.HttpClientErrorException;
import tools.jackson.databind.JsonNode;

/** What becomes of dead letters: they are seen, their cause is mended, then they are replayed, or closed with a reason. */
final class DeadLetters {

    private static final String ENDPOINT = "/actuator/deadletters";
    private static final String INVENTORY = "com.bookstore.books.InventoryProcessingException";
    private static final String UNFULFILLABLE = "com.bookstore.books.UnfulfillableOrderException";
    private static final String MALFORMED = "com.bookstore.events.json.MalformedEventException";

    private final Service books;
    private final Service users;
    private final FailingWarehouse warehouse;
    private final Topics topics;
    private final Wait wait;
    private final List<Long> orders = new ArrayList<>();

    DeadLetters(Service books, Service users, FailingWarehouse warehouse, Topics topics, Wait wait) {
        this.books = books;
        this.users = users;
        this.warehouse = warehouse;
        this.topics = topics;
        this.wait = wait;
    }

    /** Places orders that fail with all their retries; fewer than would pause the listener. */
    String orderWithoutWarehouse(long user, long book) throws Exception {
        int before = stock(book);
        warehouse.goAway();
        var items = List.of(Map.of("bookId", book, "quantity", 1));
        for (int i = 0; i < 3; i++) {
            orders.add(users.post("/orders", Map.of("userId", user, "items", items))
                    .get("id")
                    .asLong());
        }
        for (long order : orders) {
            topics.await("dead-letter-queue", "\"orderId\":" + order + ",");
        }
        if (stock(book) != before) {
            throw new UnmetExpectationException("an unchanged stock of " + before, stock(book));
        }
        return "order-events -> dead-letter-queue: orders " + orders + "; stock still " + before;
    }

    /** Shows what is in the store by now: also the record that is no event, and the order that is too large. */
    String lookAtGroups() throws Exception {
        Map<String, Long> expected = new TreeMap<>(Map.of(INVENTORY, 3L, UNFULFILLABLE, 1L, MALFORMED, 1L));
        wait.until(expected + " dead letters", this::causes, expected::equals);
        return "3 x the warehouse, 1 x an order too large, 1 x no event";
    }

    /** Replays all orders the warehouse did not take, when it is back. */
    String replayOrders(long book) throws Exception {
        int after = stock(book) - orders.size();
        warehouse.comeBack();
        long sendable = post("replay", Map.of("cause", INVENTORY, "dryRun", true))
                .get("sendable")
                .asLong();
        String run = post("replay", Map.of("cause", INVENTORY)).get("id").asString();
        wait.until(
                "a replay that is done",
                () -> books.get(ENDPOINT + "/replays/" + run),
                seen -> seen.get("state").asString().equals("DONE")
                        && seen.get("sent").asLong() == sendable);
        wait.until("a stock of " + after, () -> stock(book), stock -> stock == after);
        for (long order : orders) {
            String caused = "\"orderId\":\"" + order + "\"";
            topics.await("inventory-events", caused);
            long changes = topics.count("inventory-events", caused);
            if (changes != 1) {
                throw new UnmetExpectationException("1 change of stock by order " + order, changes);
            }
        }
        if (causes().containsKey(INVENTORY) || !isNothingLeft(INVENTORY)) {
            throw new UnmetExpectationException("none of the warehouse", causes());
        }
        return "%d replayed -> order-events: stock %d -> %d, each order sold once"
                .formatted(sendable, after + orders.size(), after);
    }

    /** Closes what is not to be replayed; nothing is open then. */
    String closeTheOthers() {
        post("discard", Map.of("cause", MALFORMED, "reason", "sent by a broken client, holds no order"));
        post("resolve", Map.of("cause", UNFULFILLABLE, "reason", "the customer was told"));
        JsonNode statuses = books.get(ENDPOINT + "/groups").get("statuses");
        String counts = "new %s, replayed %s, resolved %s, discarded %s"
                .formatted(
                        statuses.get("NEW"),
                        statuses.get("REPLAYED"),
                        statuses.get("RESOLVED"),
                        statuses.get("DISCARDED"));
        if (!counts.equals("new 0, replayed 3, resolved 1, discarded 1")) {
            throw new UnmetExpectationException("new 0, replayed 3, resolved 1, discarded 1", counts);
        }
        return counts;
    }

    private boolean isNothingLeft(String cause) {
        try {
            post("replay", Map.of("cause", cause));
            return false;
        } catch (HttpClientErrorException.NotFound nothing) {
            return true;
        }
    }

    /** Dead letters of which nobody has taken care, by the class of their cause. */
    private Map<String, Long> causes() {
        Map<String, Long> causes = new TreeMap<>();
        books.get(ENDPOINT + "/groups?status=new")
                .get("causes")
                .forEach(group -> causes.put(
                        group.get("name").asString(), group.get("count").asLong()));
        return causes;
    }

    private JsonNode post(String action, Map<String, ?> body) {
        return books.post(ENDPOINT + "/" + action, body);
    }

    private int stock(long book) {
        return books.get("/books/" + book).get("stock").asInt();
    }
}
