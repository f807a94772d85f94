package com.bookstore.cdc;

import com.bookstore.books.BookServiceApplication;
import com.bookstore.demo.Service;
import com.bookstore.demo.Topics;
import com.bookstore.demo.Wait;
import com.bookstore.users.UserServiceApplication;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Both services: book-service on the captured database, in its profile {@code cdc}, and user-service on a database of its own;
 * and what can be seen of them.
 */
final class Services implements AutoCloseable {

    private final Parts parts = new Parts();
    private final Wait wait = new Wait(Duration.ofMinutes(2), Duration.ofMinutes(7));
    private final Service books;
    private final Service users;
    private final Topics topics;

    /** Starts them; the health of book-service watches this connector, whose worker must not have been started yet. */
    Services(Capture capture, String connector) throws Exception {
        try {
            books = parts.started(books(capture, connector));
            users = parts.started(
                    new Service(UserServiceApplication.class, 0, capture.bootstrapServers(), context -> {}));
            topics = parts.started(new Topics(capture.bootstrapServers(), wait));
        } catch (Exception failure) {
            parts.closeAfter(failure);
            throw failure;
        }
    }

    private static Service books(Capture capture, String connector) throws IOException {
        CapturedDatabase database = capture.database();
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=dev," + database.profile() + ",cdc",
                "--CDC_CONNECT_URL=" + capture.worker().steadyUrl(),
                "--CDC_CONNECTORS=" + connector,
                "--bookstore.events.cdc.snapshot=translate",
                Service.managementPort(0)));
        database.serviceEnvironment().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        if (database.profile().equals("mysql")) {
            arguments.add(Service.schema(BookServiceApplication.class, "schema-mysql.sql"));
        }
        return new Service(
                BookServiceApplication.class,
                0,
                capture.bootstrapServers(),
                context -> {},
                arguments.toArray(String[]::new));
    }

    Service books() {
        return books;
    }

    Service users() {
        return users;
    }

    Topics topics() {
        return topics;
    }

    Wait patience() {
        return wait;
    }

    /** Waits until user-service knows a book with so many copies. */
    String awaitKnown(long book, int copies) throws Exception {
        wait.until(
                "%d copies of book %d at user-service".formatted(copies, book),
                () -> known(book),
                seen -> seen != null && seen.get("stock").asInt(-1) == copies);
        return "user-service: " + copies + " copies";
    }

    /** What user-service knows of a book. */
    @Nullable
    JsonNode known(long book) {
        return users.get("/known-books")
                .valueStream()
                .filter(known -> known.get("id").asLong() == book)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
