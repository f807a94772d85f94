package com.bookstore.cdc;

import com.bookstore.demo.Steps;
import com.bookstore.demo.UnmetExpectationException;
import tools.jackson.databind.JsonNode;

/** The steps of the sample: SQL on one side, what the services know on the other. */
final class Scenario {

    private static final long DUNE = 1001;
    private static final long EMMA = 1002;
    private static final int SHOWN = 60;

    private final Steps steps;
    private final CapturedDatabase database;
    private final ConnectWorker worker;
    private final Connector connector;
    private final Services services;
    private final OutsideChanges outside;
    private final OwnChanges own;

    Scenario(Steps steps, Capture capture, Connector connector, Services services) {
        this.steps = steps;
        this.database = capture.database();
        this.worker = capture.worker();
        this.connector = connector;
        this.services = services;
        this.outside = new OutsideChanges(database, services);
        this.own = new OwnChanges(services, outside);
    }

    /** A row that is there before anybody reads the table. */
    static void prepare(CapturedDatabase database) {
        database.execute("INSERT INTO books (id, title, price, stock) VALUES (%d, 'Dune', 9.99, 3)".formatted(DUNE));
    }

    void run() {
        steps.run("PUT /connectors/" + connector.name() + "/config: a row that is there", () -> {
            worker.run(connector);
            return outside.created(DUNE, 3);
        });
        steps.run("SQL: INSERT of \"Emma\", 10 copies", () -> outside.insert(EMMA, "Emma", 10));
        steps.run("SQL: UPDATE of its stock", () -> outside.setStock(EMMA, 10, 7));
        steps.run("POST /orders: 2 x \"Emma\", of those that SQL left", () -> outside.order(EMMA, 7, 2));
        steps.run("POST /books, /stock at book-service: told once", own::createAndChange);
        steps.run("DELETE /books at book-service: told once", own::delete);
        steps.run("SQL: one INSERT of 500 rows", outside::insertMany);
        steps.run("SQL: DELETE of \"Emma\"", () -> outside.delete(EMMA));
        steps.run("kill -9 of the worker, UPDATE, start", () -> {
            worker.kill();
            database.execute("UPDATE books SET stock = 77 WHERE id = " + DUNE);
            worker.start();
            return outside.stockChanged(DUNE, 3, 77);
        });
        steps.run("GET /actuator/health/cdc: the connector runs", () -> health("UP", "RUNNING"));
        steps.run("changes are lost that nobody has read", this::lose);
        steps.run("no change has become a dead letter", this::lookForDeadLetters);
    }

    private String lose() throws Exception {
        worker.rest().stop(connector.name());
        worker.awaitStatus(
                connector.name(),
                "stopped",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty());
        database.execute("UPDATE books SET stock = 78 WHERE id = " + DUNE);
        database.loseUnreadChanges();
        database.execute("UPDATE books SET stock = 79 WHERE id = " + DUNE);
        worker.rest().resume(connector.name());
        return health("DOWN", "FAILED");
    }

    private String health(String status, String state) throws Exception {
        JsonNode health = services.patience()
                .until(
                        "a health that is " + status + ", as the connector is " + state,
                        () -> services.books().health("cdc"),
                        seen -> seen.get("status").asString().equals(status)
                                && state(seen).startsWith(state));
        String seen = state(health);
        String shown = seen.length() > SHOWN ? seen.substring(0, SHOWN) + "..." : seen;
        return "book-service: %s; %s %s".formatted(status, connector.name(), shown);
    }

    private String state(JsonNode health) {
        return health.at("/details/connectors/" + connector.name()).asString();
    }

    private String lookForDeadLetters() throws Exception {
        long letters = services.topics().count("dead-letter-queue");
        if (letters != 0) {
            throw new UnmetExpectationException("none", letters);
        }
        return "dead-letter-queue: empty";
    }
}
