package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What SQL does to rows is told as events, and handled once by a service with an inbox. */
abstract class CapturedEventsTest extends CaptureTest {

    private static final long LAST_OF_TOLD = 999;
    private static final long FIRST_MARK = 32_000;
    private static final long FIRST_MARK_OF_MOVEMENTS = 33_000;
    private static final int MARKS = 100;

    private final Map<Long, List<String>> expected = new TreeMap<>();
    private EventServices services;

    /** How events are published. */
    abstract String publishing();

    /** Whether the table of movements tells of stock, and that of books does not. */
    boolean isStockToldByMovements() {
        return false;
    }

    @BeforeAll
    void startServices() throws Exception {
        Map<String, String> properties = new TreeMap<>();
        properties.put("bookstore.events.cdc.publishing", publishing());
        if (isStockToldByMovements()) {
            properties.put("bookstore.events.cdc.bookstore.inventory-transactions-table", "inventory_transactions");
        }
        switch (publishing()) {
            case "outbox" -> {
                properties.put("bookstore.events.outbox.enabled", "true");
                properties.put("bookstore.events.outbox.initialize-schema", "always");
                properties.put("bookstore.events.outbox.lease", "2s");
            }
            case "idempotent" -> {
                properties.put("bookstore.events.publishing.idempotent.retry.attempts", "1");
                properties.put("bookstore.events.publishing.delivery-timeout", "4s");
                properties.put("bookstore.events.publishing.max-block", "1s");
                properties.put("bookstore.events.idempotency.store", "jdbc");
                properties.put("bookstore.events.idempotency.lease", "8s"); // or claims of a killed one are waited for
                properties.put("bookstore.events.idempotency.jdbc.initialize-schema", "always");
            }
            default -> {}
        }
        services = new EventServices(capture(), properties);
    }

    @AfterAll
    void closeServices() throws Exception {
        if (services != null) {
            services.close();
        }
    }

    final EventServices services() {
        return services;
    }

    @Test
    @Order(10)
    void insertionUpdatesAndDeletionAreTold() {
        execute("INSERT INTO books (id, title, author, isbn, price, category, stock)"
                + " VALUES (101, 'Dune', 'Herbert', '978', 29.90, 'SF', 10)");
        execute("UPDATE books SET stock = 7 WHERE id = 101");
        execute("UPDATE books SET category = NULL, price = 30 WHERE id = 101");
        execute("UPDATE books SET title = 'Dune II', stock = stock + 2 WHERE id = 101");
        execute("UPDATE books SET updated_at = '2026-01-02 03:04:05' WHERE id = 101");
        execute("DELETE FROM books WHERE id = 101");

        awaitTold(
                101,
                new BookCreatedEvent(101L, "Dune", "Herbert", "978", new BigDecimal("29.90"), "SF", 10),
                stock(101, 10, 7),
                new BookUpdatedEvent(
                        101L,
                        ordered("price", new BigDecimal("30.00"), "category", null),
                        ordered("price", new BigDecimal("29.90"), "category", "SF")),
                new BookUpdatedEvent(101L, Map.of("title", "Dune II"), Map.of("title", "Dune")),
                stock(101, 7, 9),
                new BookDeletedEvent(101L));
    }

    @Test
    @Order(10)
    void nullsAndDecimalsAreToldAsTheyAre() {
        execute("INSERT INTO books (id, title) VALUES (102, 'No price')");
        execute("UPDATE books SET price = 12345678.05 WHERE id = 102");
        execute("UPDATE books SET price = -0.10 WHERE id = 102");
        execute("UPDATE books SET price = NULL WHERE id = 102");

        awaitTold(
                102,
                created(102, "No price", 0),
                price(102, null, new BigDecimal("12345678.05")),
                price(102, new BigDecimal("12345678.05"), new BigDecimal("-0.10")),
                price(102, new BigDecimal("-0.10"), null));
    }

    @Test
    @Order(10)
    void aNewPrimaryKeyIsToldAsDeletionAndInsertion() {
        execute("INSERT INTO books (id, title, stock) VALUES (103, 'Moved', 4)");
        execute("UPDATE books SET id = 104, stock = 5 WHERE id = 103");
        execute("UPDATE books SET stock = 6 WHERE id = 104");

        awaitTold(103, created(103, "Moved", 4), new BookDeletedEvent(103L));
        awaitTold(104, created(104, "Moved", 5), stock(104, 5, 6));
    }

    @Test
    @Order(10)
    void whatIsRolledBackIsNotTold() {
        execute("BEGIN; INSERT INTO books (id, title) VALUES (105, 'Rolled back'); ROLLBACK");
        execute("INSERT INTO books (id, title) VALUES (105, 'Committed')");
        execute("BEGIN; UPDATE books SET stock = 99, title = 'Rolled back' WHERE id = 105; ROLLBACK");
        execute("UPDATE books SET stock = 1 WHERE id = 105");
        execute("DELETE FROM books WHERE id = 105");

        awaitTold(105, created(105, "Committed", 0), stock(105, 0, 1), new BookDeletedEvent(105L));
    }

    @Test
    @Order(10)
    void aTransactionOfManyRowsIsTold() {
        execute("BEGIN; INSERT INTO books (id, title, stock) VALUES (106, 'One', 1), (107, 'Two', 2);"
                + " UPDATE books SET stock = stock + 1 WHERE id IN (106, 107);"
                + " UPDATE books SET title = 'First', stock = 9 WHERE id = 106;"
                + " DELETE FROM books WHERE id = 107; COMMIT");

        awaitTold(
                106,
                created(106, "One", 1),
                stock(106, 1, 2),
                new BookUpdatedEvent(106L, Map.of("title", "First"), Map.of("title", "One")),
                stock(106, 2, 9));
        awaitTold(107, created(107, "Two", 2), stock(107, 2, 3), new BookDeletedEvent(107L));
    }

    @Test
    @Order(10)
    void changesAroundANewColumnAreTold() {
        execute("INSERT INTO books (id, title, stock) VALUES (108, 'Before', 1)");
        execute("ALTER TABLE books ADD COLUMN shelf VARCHAR(10)");
        execute("UPDATE books SET shelf = 'A 1' WHERE id = 108");
        execute("UPDATE books SET shelf = 'A 2', stock = 2, title = 'After' WHERE id = 108");
        execute("DELETE FROM books WHERE id = 108");

        awaitTold(
                108,
                created(108, "Before", 1),
                new BookUpdatedEvent(108L, Map.of("title", "After"), Map.of("title", "Before")),
                stock(108, 1, 2),
                new BookDeletedEvent(108L));
    }

    @Test
    @Order(10)
    void eachRowOfAStatementForManyIsTold() {
        Map<Long, List<String>> all = LongStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
                .boxed()
                .collect(Collectors.toMap(id -> id, id -> {
                    int stock = id.intValue();
                    return texts(created(id, "Volume", stock), stock(id, stock, stock + 1), new BookDeletedEvent(id));
                }));

        awaitTold(FIRST_OF_MANY, FIRST_OF_MANY + MANY, all);
    }

    @Test
    @Order(10)
    void movementsOfABookHaveItAsTheirKeyAndAreToldInTheirOrder() throws Exception {
        String insert = "INSERT INTO inventory_transactions (book_id, order_id, previous_stock, new_stock) VALUES ";
        execute(insert + "(109, 4711, 5, 3), (109, NULL, NULL, 8), (109, 4712, 8, 7)");
        execute("DELETE FROM inventory_transactions WHERE book_id = 109");

        try (var movements = new ChangeTopic(capture().bootstrapServers(), "cdc.inventory_transactions", LIMIT)) {
            movements.awaitAll("9 records", seen -> seen.size() >= 9); // with those that let Kafka forget the rows
            assertThat(movements.changes().subList(0, 9))
                    .allMatch(change ->
                            new String(change.record().key(), StandardCharsets.UTF_8).equals("{\"book_id\":109}"));
        }
        if (isStockToldByMovements()) {
            List<String> told = List.of(
                    new StockChangedEvent(109L, 5, 3, ChangeType.DECREASE, "4711").toString(),
                    new StockChangedEvent(109L, null, 8, ChangeType.ADJUSTMENT, null).toString(),
                    new StockChangedEvent(109L, 8, 7, ChangeType.DECREASE, "4712").toString());
            expected.put(109L, told);
            awaitTold(109, 109, Map.of(109L, told));
        }
    }

    /** Also not when a snapshot has read all rows once more, meanwhile, the lost one among them. */
    @Test
    @Order(40)
    void nothingElseIsToldAndNothingIsHandledAgain() throws Exception {
        awaitTheEndOfAllPartitions();
        awaitTold(30_000, 30_999, isStockToldByMovements() ? Map.of() : Map.of(30_002L, texts(stock(30_002, 0, 5))));
        awaitTold(1, LAST_OF_TOLD, expectedOfAll());
        assertThat(services.consumer().handledAgain()).isEmpty();
        assertThat(services.consumer().deadLetters()).isEmpty();
    }

    /** Until new rows are told: so many that behind each partition of changes one is on each partition of events. */
    private void awaitTheEndOfAllPartitions() throws Exception {
        Map<Long, List<String>> told = new TreeMap<>();
        for (long id = FIRST_MARK; id < FIRST_MARK + MARKS; id++) {
            execute("INSERT INTO books (id, title) VALUES (%d, 'Last')".formatted(id));
            told.put(id, texts(created(id, "Last", 0)));
        }
        if (isStockToldByMovements()) {
            for (long id = FIRST_MARK_OF_MOVEMENTS; id < FIRST_MARK_OF_MOVEMENTS + MARKS; id++) {
                execute("INSERT INTO inventory_transactions (book_id, previous_stock, new_stock) VALUES (%d, 0, 1)"
                        .formatted(id));
                told.put(id, List.of(new StockChangedEvent(id, 0, 1, ChangeType.INCREASE, null).toString()));
            }
        }
        awaitTold(FIRST_MARK, FIRST_MARK_OF_MOVEMENTS + MARKS, told);
        topic().await("the last row", change -> change.id() == FIRST_MARK + MARKS - 1);
        assertThat(topic().changes().stream()
                        .filter(change -> change.id() >= FIRST_MARK)
                        .map(change -> change.record().partition())
                        .distinct())
                .hasSize(3);
    }

    /** Those of other tests too, but not the row that was there before. */
    private Map<Long, List<String>> expectedOfAll() {
        expected.put(
                2L,
                texts(
                        new BookCreatedEvent(2L, "Emma", null, null, new BigDecimal("12.50"), null, 10),
                        price(2, new BigDecimal("12.50"), new BigDecimal("11.00")),
                        stock(2, 10, 7),
                        new BookDeletedEvent(2L)));
        expected.put(3L, texts(created(3, "Before", 1)));
        return expected;
    }

    private void awaitTold(long id, DomainEvent... events) {
        expected.put(id, texts(events));
        awaitTold(id, id, Map.of(id, texts(events)));
    }

    private void awaitTold(long first, long last, Map<Long, List<String>> told) {
        services.await(() -> assertThat(services.consumer().told(first, last)).isEqualTo(told));
    }

    private List<String> texts(DomainEvent... events) {
        return Arrays.stream(events)
                .filter(event -> !(isStockToldByMovements() && event instanceof StockChangedEvent))
                .map(Object::toString)
                .toList();
    }

    private static BookCreatedEvent created(long id, String title, int stock) {
        return new BookCreatedEvent(id, title, null, null, null, null, stock);
    }

    private static StockChangedEvent stock(long id, int previous, int now) {
        return new StockChangedEvent(
                id, previous, now, now > previous ? ChangeType.INCREASE : ChangeType.DECREASE, null);
    }

    private static BookUpdatedEvent price(long id, @Nullable BigDecimal previous, @Nullable BigDecimal now) {
        return new BookUpdatedEvent(
                id, Collections.singletonMap("price", now), Collections.singletonMap("price", previous));
    }

    private static Map<String, Object> ordered(String name, Object value, String other, @Nullable Object another) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, value);
        fields.put(other, another);
        return fields;
    }
}
