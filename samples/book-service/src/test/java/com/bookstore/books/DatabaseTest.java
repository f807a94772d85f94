package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.data.relational.core.conversion.MutableAggregateChange;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;

/** What the service does to a database, on a real server. */
@DirtiesContext
abstract class DatabaseTest extends BookServiceTest {

    @Autowired
    private Stock stock;

    @Autowired
    private OpeningBalances openings;

    @Autowired
    private BookOrigin origin;

    abstract String product();

    @Test
    void isTheDatabaseThatTheProfileNames() {
        actuator.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.db.details.database")
                .isEqualTo(product());
    }

    @Test
    void keepsABookFromItsCreationToItsDeletion() {
        Book book = create("Ünïcödé 📚", 3);
        assertThat(book)
                .isEqualTo(new Book(book.id(), "Ünïcödé 📚", null, null, new BigDecimal("39.90"), "software", 3, null));
        assertThat(find(book)).isEqualTo(book);

        rest.put()
                .uri("/books/" + book.id())
                .body(Map.of("title", "Renamed", "price", 1))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(find(book))
                .isEqualTo(new Book(book.id(), "Renamed", null, null, new BigDecimal("1.00"), null, 3, null));
        assertThat(get("/books", Book[].class)).contains(find(book));

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        rest.get().uri("/books/" + book.id()).exchange().expectStatus().isNotFound();
    }

    @Test
    void marksEachOfItsWritesDifferentlyAndShowsItToNobody() {
        Book book = create("Marked", 12);
        Set<String> origins = new HashSet<>(Set.of(origin(book)));
        rest.put()
                .uri("/books/" + book.id())
                .body(Map.of("title", "Renamed"))
                .exchange()
                .expectStatus()
                .isOk();
        origins.add(origin(book));
        changeStock(book, Map.of("change", 1));
        origins.add(origin(book));
        deliver(order(book, 1));
        origins.add(origin(book));

        assertThat(origins).hasSize(4).allMatch(origin -> origin.startsWith("book-service:"));
        assertThat(get("/books/" + book.id(), String.class)).doesNotContain("origin", "book-service");
        assertThat(get("/books", String.class)).doesNotContain("origin", "book-service");
    }

    @Test
    void marksABookBeforeItIsDeleted() {
        Book book = create("To be deleted", 1);
        Book other = create("To be kept", 1);

        origin.onBeforeDelete(book, MutableAggregateChange.forDelete(book));

        assertThat(origin(book)).isEqualTo("book-service:delete");
        assertThat(origin(other)).isNotEqualTo("book-service:delete");
    }

    private String origin(Book book) {
        return database.sql("select origin from books where id = ?")
                .param(book.id())
                .query(String.class)
                .single();
    }

    @Test
    void sellsAnOrderOnceAndRaisesAnAlert() {
        Book book = create("Sold", 12);
        Instant before = Instant.now().minusMillis(1);
        var order = order(book, 3, new BigDecimal("10.50"));

        deliverAgain(deliver(order));

        assertThat(published)
                .contains(StockChangedEvent.class)
                .matching(event -> event.bookId() == book.id() && event.newStock() == 9);
        eventually(() -> alerts(book).anyMatch(alert -> alert.stock() == 9));
        assertThat(sales(book)).singleElement().satisfies(sales -> {
            assertThat(sales.copies()).isEqualTo(3);
            assertThat(sales.revenue()).isEqualByComparingTo("31.50");
            assertThat(sales.lastSale()).isBetween(before, Instant.now());
        });
        assertThat(alerts(book)).singleElement().satisfies(alert -> assertThat(alert.since())
                .isBetween(before, Instant.now()));
        assertThat(changeStock(book, Map.of("change", 1)).stock()).isEqualTo(10);
        eventually(() -> alerts(book).findAny().isEmpty());
    }

    @Test
    void sellsWhatIsThereToOrdersAtTheSameTime() {
        Book plenty = create("Plenty", 100);
        Book scarce = create("Scarce", 10);
        List<OrderCreatedEvent> orders = LongStream.rangeClosed(1, 14)
                .mapToObj(id -> orderOfOneEach(id, id % 2 == 0 ? List.of(scarce) : List.of(plenty, scarce)))
                .toList();

        List<OrderCreatedEvent> sold = sellAtOnce(orders);

        assertThat(sold).hasSize(10);
        isSoldOneByOne(scarce, 10);
        isSoldOneByOne(plenty, (int)
                sold.stream().filter(order -> order.items().size() == 2).count());
    }

    private void isSoldOneByOne(Book book, int copies) {
        List<HistoryEntry> history = history(book);
        assertThat(history)
                .extracting(HistoryEntry::version)
                .isEqualTo(LongStream.rangeClosed(1, copies + 1).boxed().toList());
        assertThat(history)
                .extracting(HistoryEntry::stock)
                .isEqualTo(IntStream.rangeClosed(0, copies)
                        .map(taken -> book.stock() - taken)
                        .boxed()
                        .toList());
        assertThat(find(book).stock()).isEqualTo(book.stock() - copies);
        eventually(() -> stock(book).toList().equals(row(book, book.stock() - copies, copies + 1)));
    }

    private static OrderCreatedEvent orderOfOneEach(long id, List<Book> books) {
        List<OrderItem> items =
                books.stream().map(book -> new OrderItem(book.id(), 1, null)).toList();
        return new OrderCreatedEvent(id, "ORD-" + id, 1L, null, items);
    }

    /** Returns the orders that were sold; the others could not be fulfilled. */
    private List<OrderCreatedEvent> sellAtOnce(List<OrderCreatedEvent> orders) {
        ExecutorService sellers = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Optional<OrderCreatedEvent>>> sales = orders.stream()
                    .map(order -> CompletableFuture.supplyAsync(() -> sell(order), sellers))
                    .toList();
            return sales.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .toList();
        } finally {
            sellers.shutdown();
        }
    }

    private Optional<OrderCreatedEvent> sell(OrderCreatedEvent order) {
        try {
            String id = "order-" + order.orderId();
            stock.sell(order, new EventMetadata(id, Instant.now(), "test", "1.0", id, null));
            return Optional.of(order);
        } catch (UnfulfillableOrderException notEnough) {
            return Optional.empty();
        }
    }

    @Test
    void beginsTheStreamsOfOlderBooksOnce() {
        Book older = createWithoutMovements("Older", 7);
        Book newer = create("Newer", 3);

        openings.run(new DefaultApplicationArguments());
        openings.run(new DefaultApplicationArguments());

        assertThat(history(older)).singleElement().satisfies(opening -> {
            assertThat(opening.stock()).isEqualTo(7);
            assertThat(opening.cause()).isEqualTo("opening balance");
        });
        assertThat(history(newer)).hasSize(1);
        eventually(() -> stock(older).toList().equals(row(older, 7, 1)));
    }

    @Test
    void createsOneBookForRequestsAtTheSameTime() {
        createAtOnce("at-the-same-time", request("Impatient", 3));

        assertThat(titled("Impatient")).hasSize(1);
        assertThat(published).contains(BookCreatedEvent.class).times(1);
    }

    @Test
    void refusesWhatItCannotStore() {
        rest.post()
                .uri("/books")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"title\": \"" + "x".repeat(256) + "\"}")
                .exchange()
                .expectStatus()
                .isBadRequest();
        Book longest = create("📚".repeat(127), 1);
        assertThat(find(longest)).isEqualTo(longest);
    }
}
