package com.bookstore.cdc;

import com.bookstore.demo.Steps;
import com.bookstore.demo.UnmetExpectationException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The steps of the sample: SQL on one side, change records on the other. */
final class Scenario {

    private static final int MANY = 500;

    private final Steps steps;
    private final CapturedDatabase database;
    private final ConnectWorker worker;
    private final ChangeTopic topic;

    Scenario(Steps steps, CapturedDatabase database, ConnectWorker worker, ChangeTopic topic) {
        this.steps = steps;
        this.database = database;
        this.worker = worker;
        this.topic = topic;
    }

    void run() throws Exception {
        Connector connector = Connector.of(database.name());
        database.execute("INSERT INTO books (id, title, price, stock) VALUES (1, 'Dune', 9.99, 3)");
        steps.run("PUT /connectors/" + connector.name() + "/config", () -> {
            worker.run(connector);
            return "RUNNING; " + shown("r", 1);
        });
        rows();
        steps.run("kill -9 of the worker, UPDATE, start", () -> {
            worker.kill();
            database.execute("UPDATE books SET stock = 77 WHERE id = 1");
            worker.start();
            worker.awaitRunning(connector.name());
            return show(await(
                    change -> change.id() == 1 && change.after().path("stock").asInt() == 77));
        });
    }

    private void rows() {
        sql("INSERT", "INSERT INTO books (id, title, price, stock) VALUES (2, 'Emma', 12.50, 10)", "c");
        sql("UPDATE", "UPDATE books SET stock = stock - 3 WHERE id = 2", "u");
        sql("DELETE", "DELETE FROM books WHERE id = 2", "d");
        steps.run("SQL: one INSERT of " + MANY + " rows", () -> {
            database.execute(IntStream.range(0, MANY)
                    .mapToObj(number -> "(%d, 'Volume %d', %d)".formatted(1000 + number, number, number))
                    .collect(Collectors.joining(", ", "INSERT INTO books (id, title, stock) VALUES ", "")));
            topic.awaitAll(
                    MANY + " insertions",
                    seen -> seen.stream()
                                    .filter(change -> change.operation().equals("c") && change.id() >= 1000)
                                    .count()
                            == MANY);
            return "cdc.books: " + MANY + " x op c";
        });
    }

    private void sql(String action, String statement, String operation) {
        steps.run("SQL: " + action + " of book 2", () -> {
            database.execute(statement);
            return shown(operation, 2);
        });
    }

    private String shown(String operation, long id) throws Exception {
        return show(await(change -> change.id() == id && change.operation().equals(operation)));
    }

    private Change await(Predicate<Change> condition) throws Exception {
        return topic.await("a change of that row", condition);
    }

    private static String show(Change change) {
        if (change.value().path("source").path("table").asString().isEmpty()) {
            throw new UnmetExpectationException("a source", change.text());
        }
        return "cdc.books: op %s, stock %s -> %s"
                .formatted(
                        change.operation(),
                        change.before().path("stock").asString("none"),
                        change.after().path("stock").asString("none"));
    }
}
