package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.test.published.PublishedRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The movements of a book's stock: each change is there once, with what it left; nothing else is. */
class HistoryIntegrationTests extends BookServiceTest {

    @Autowired
    private Stock stock;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void tellsEachChangeOfTheStockInOrder() {
        Instant before = Instant.now().minusMillis(1);
        Book book = create("Moved", 10);
        changeStock(book, Map.of("change", 5));
        OrderCreatedEvent order = order(book, 4);
        deliver(order);
        changeStock(book, Map.of("stock", 7));
        changeStock(book, Map.of("change", -2));

        assertThat(history(book))
                .extracting(
                        HistoryEntry::version,
                        HistoryEntry::kind,
                        HistoryEntry::quantity,
                        HistoryEntry::stock,
                        HistoryEntry::cause)
                .containsExactly(
                        tuple(1L, "stockAdjusted", 10, 10, "opening balance"),
                        tuple(2L, "stockReceived", 5, 15, "delivery"),
                        tuple(3L, "stockSold", -4, 11, "order " + order.orderId()),
                        tuple(4L, "stockAdjusted", -4, 7, "counted"),
                        tuple(5L, "stockAdjusted", -2, 5, "changed by hand"));
        assertThat(history(book))
                .allSatisfy(entry -> assertThat(entry.at()).isBetween(before, Instant.now()))
                .extracting(HistoryEntry::at)
                .isSorted();
        assertThat(find(book).stock()).isEqualTo(5);
    }

    @Test
    void isShownInParts() {
        Book book = create("Often moved", 10);
        for (int i = 0; i < 4; i++) {
            changeStock(book, Map.of("change", 1));
        }

        assertThat(history(book, "?from=2&limit=3"))
                .extracting(HistoryEntry::version)
                .containsExactly(2L, 3L, 4L);
        assertThat(history(book, "?from=5&limit=1000")).singleElement().satisfies(last -> assertThat(last.stock())
                .isEqualTo(14));
        assertThat(history(book, "?from=6")).isEmpty();
    }

    @Test
    void isShownUpToAHundredMovementsWhereNothingIsSaid() {
        Book book = create("Long story", 0);
        transactions.executeWithoutResult(transaction -> {
            for (int i = 0; i < 110; i++) {
                stock.change(book.id(), 1);
            }
        });

        assertThat(history(book))
                .extracting(HistoryEntry::version)
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
        eventually(() -> snapshots(book) == 1);
        changeStock(book, Map.of("change", 1));
        assertThat(history(book, "?from=112")).singleElement().satisfies(last -> assertThat(last.stock())
                .isEqualTo(111));
    }

    @ParameterizedTest
    @CsvSource({
        "from=0, from must be greater than or equal to 1",
        "limit=0, limit must be greater than or equal to 1",
        "limit=1001, limit must be less than or equal to 1000"
    })
    void refusesAPartThatIsNone(String query, String detail) {
        rest.get()
                .uri("/books/1/history?" + query)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }

    @Test
    void isNotThereForABookThatIsNot() {
        Book book = create("Gone", 3);

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();

        rest.get()
                .uri("/books/" + book.id() + "/history")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void hasAnOrderOnceThatIsDeliveredThreeTimes() {
        Book book = create("Redelivered", 30);

        PublishedRecord order = deliver(order(book, 4));
        deliverAgain(order);
        deliverAgain(order);

        assertThat(history(book)).extracting(HistoryEntry::stock).containsExactly(30, 26);
    }

    @Test
    void hasAnOrderOnceThatTheWarehouseTookInTheEnd() {
        Book book = create("Not put aside", 30);
        OrderCreatedEvent order = order(book, 4);
        doThrow(new IllegalStateException("connection refused")).when(warehouse).reserve(same(order));

        PublishedRecord delivered = deliver(order);
        assertThat(history(book)).extracting(HistoryEntry::stock).containsExactly(30);

        doNothing().when(warehouse).reserve(same(order));
        deliverAgain(delivered);
        assertThat(history(book)).extracting(HistoryEntry::stock).containsExactly(30, 26);
    }

    @Test
    void hasNothingOfAnOrderOfWhichOnlyOneBookIsThere() {
        Book first = create("There", 5);
        Book second = create("Scarce", 1);
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        List<OrderItem> items = List.of(new OrderItem(first.id(), 1, null), new OrderItem(second.id(), 2, null));

        deliver(new OrderCreatedEvent(id, "ORD-" + id, 1L, null, items));
        changeStock(first, Map.of("change", 1));

        assertThat(history(first)).extracting(HistoryEntry::stock).containsExactly(5, 6);
        assertThat(history(second)).extracting(HistoryEntry::stock).containsExactly(1);
    }

    @Test
    void staysInTheDatabase() {
        Book book = create("Not told", 10);

        changeStock(book, Map.of("change", 5));

        // A movement would be on the same partition, before it.
        assertThat(published).contains(StockChangedEvent.class).withKey(Long.toString(book.id()));
        assertThat(published).doesNotContain(StockMovement.class, movement -> movement.bookId() == book.id());
    }

    @Test
    void beginsWithWhatWasThereWhenAnOlderBookIsSold() {
        Book book = createWithoutMovements("Old and sold", 7);

        OrderCreatedEvent order = order(book, 3);
        deliver(order);

        assertThat(history(book))
                .extracting(HistoryEntry::version, HistoryEntry::stock, HistoryEntry::cause)
                .containsExactly(tuple(1L, 7, "opening balance"), tuple(2L, 4, "order " + order.orderId()));
    }

    @Test
    void tellsFirstWhatWasChangedWithoutAMovement() {
        Book book = create("Changed behind its back", 10);
        database.sql("update books set stock = 3 where id = ?").param(book.id()).update();

        changeStock(book, Map.of("change", 1));

        assertThat(history(book))
                .extracting(HistoryEntry::quantity, HistoryEntry::stock, HistoryEntry::cause)
                .containsExactly(
                        tuple(10, 10, "opening balance"),
                        tuple(-7, 3, "changed without a movement"),
                        tuple(1, 4, "delivery"));
    }

    private static OrderCreatedEvent same(OrderCreatedEvent order) {
        return argThat(asked -> asked != null && asked.orderId().equals(order.orderId()));
    }

    private int snapshots(Book book) {
        return database.sql("select count(*) from event_snapshot where aggregate_id = ?")
                .param(Long.toString(book.id()))
                .query(Integer.class)
                .single();
    }
}
