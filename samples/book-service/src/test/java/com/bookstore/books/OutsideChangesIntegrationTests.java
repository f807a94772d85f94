package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.json.JsonMapper;

/** The profile {@code cdc}: what becomes of changes that somebody makes with SQL. Here the test is the Debezium. */
@ActiveProfiles({"dev", "cdc"})
@DirtiesContext
class OutsideChangesIntegrationTests extends BookServiceTest {

    private static long position;

    @Test
    void tellsOfAnUpdateAndRecordsItAsAMovement() {
        Book book = create("Counted with SQL", 10);
        assertThat(find(book).stock()).isEqualTo(10);

        update(book, 4);

        assertThat(published)
                .contains(StockChangedEvent.class)
                .equalTo(new StockChangedEvent(book.id(), 10, 4, ChangeType.DECREASE, null));
        eventually(() -> history(book).size() == 2);
        assertThat(history(book))
                .extracting(HistoryEntry::quantity, HistoryEntry::stock, HistoryEntry::cause)
                .containsExactly(tuple(10, 10, "opening balance"), tuple(-6, 4, "changed without a movement"));
        eventually(() -> stock(book).toList().equals(row(book, 4, 2)));
        eventually(() -> find(book).stock() == 4);
        eventually(() -> alerts(book).anyMatch(alert -> alert.stock() == 4));
    }

    @Test
    void sellsFromWhatAnUpdateHasLeft() {
        Book book = create("Counted and sold", 10);
        database.sql("update books set stock = 4 where id = ?").param(book.id()).update();

        deliver(order(book, 5));
        assertThat(published).containsDeadLetter().withException(UnfulfillableOrderException.class);
        deliver(order(book, 3));
        capture("u", row(book, 10, "book-service:1"), row(book, 4, "book-service:1"));

        assertThat(published).contains(StockChangedEvent.class).matching(change -> change.previousStock() == 10);
        deliver(order(book, 1));
        assertThat(history(book)).extracting(HistoryEntry::stock).containsExactly(10, 4, 1, 0);
    }

    @Test
    void keepsTheAlertOfASaleThatIsToldBeforeAnUpdate() {
        Book book = create("Sold before it is told", 20);
        database.sql("update books set stock = 12 where id = ?")
                .param(book.id())
                .update();
        deliver(order(book, 4));
        eventually(() -> alerts(book).anyMatch(alert -> alert.stock() == 8));

        capture("u", row(book, 20, null), row(book, 12, null));

        assertThat(published)
                .contains(StockChangedEvent.class)
                .matching(change -> change.bookId() == book.id() && change.newStock() == 12)
                .handledBy(GROUP);
        assertThat(alerts(book)).singleElement().extracting(Alert::stock).isEqualTo(8);
    }

    @Test
    void tellsNothingTwiceThatItWroteItself() {
        Book book = create("Written here", 10);
        changeStock(book, Map.of("change", 1));
        capture("c", null, row(book, 10, "book-service:1"));
        capture("u", row(book, 10, "book-service:1"), row(book, 11, "book-service:2"));

        update(book.withStock(11), 20);

        assertThat(published)
                .contains(StockChangedEvent.class)
                .withKey(Long.toString(book.id()))
                .matching(change -> change.newStock() == 20);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .withKey(Long.toString(book.id()))
                .times(2);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey(Long.toString(book.id()))
                .times(1);
    }

    @Test
    void followsABookFromAnInsertionToADeletion() {
        Book book = createWithoutMovements("Inserted with SQL", 3);
        capture("c", null, row(book, 3, null));
        eventually(() -> history(book).size() == 1);
        eventually(() -> stock(book).toList().equals(row(book, 3, 1)));
        update(book, 2);
        eventually(() -> alerts(book).findAny().isPresent());

        database.sql("delete from books where id = ?").param(book.id()).update();
        capture("d", row(book, 2, null), null);

        assertThat(published).contains(BookDeletedEvent.class).withKey(Long.toString(book.id()));
        eventually(() -> stock(book).findAny().isEmpty());
        eventually(() -> alerts(book).findAny().isEmpty());
        rest.get().uri("/books/" + book.id()).exchange().expectStatus().isNotFound();
    }

    private void update(Book book, int stock) {
        database.sql("update books set stock = ? where id = ?")
                .params(stock, book.id())
                .update();
        capture("u", row(book, book.stock(), "book-service:7"), row(book, stock, "book-service:7"));
    }

    private static Map<String, Object> row(Book book, int stock, String origin) {
        return origin == null
                ? Map.of("id", book.id(), "title", book.title(), "stock", stock)
                : Map.of("id", book.id(), "title", book.title(), "stock", stock, "origin", origin);
    }

    /** Writes a change record as Debezium does. */
    private void capture(String operation, Map<String, ?> before, Map<String, ?> after) {
        String id = String.valueOf((before == null ? after : before).get("id"));
        String value =
                """
                {"before": %s, "after": %s, "op": "%s", "source": {"connector": "postgresql", "name": "bookstore",
                "db": "bookstore", "schema": "public", "table": "books", "ts_ms": %d, "txId": 1, "lsn": %d}}
                """
                        .formatted(json(before), json(after), operation, System.currentTimeMillis(), ++position);
        injector.send(new ProducerRecord<>("cdc.books", bytes("{\"id\":" + id + "}"), bytes(value)));
    }

    private static String json(Map<String, ?> row) {
        return row == null ? "null" : JsonMapper.shared().writeValueAsString(row);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
