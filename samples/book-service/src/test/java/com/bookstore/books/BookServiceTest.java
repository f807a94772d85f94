package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.test.EventInjector;
import com.bookstore.events.test.embedded.EmbeddedEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
import com.bookstore.events.test.published.PublishedRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The running service, spoken to through REST and topics. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "bookstore.events.dead-letter.retry.delay=100ms") // and 200, and 400: no test waits for long
@EmbeddedEventBroker(timeout = "60s")
abstract class BookServiceTest {

    static final String GROUP = "book-service-group";

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** For what other services publish. */
    @Autowired
    DirectEventPublisher events;

    @Autowired
    EventInjector injector;

    /** Here and not where it is looked at, so that all tests share one service. */
    @MockitoBean
    Notifier notifier;

    @MockitoBean
    Warehouse warehouse;

    @Autowired
    PublishedEvents published;

    @Autowired
    JdbcClient database;

    RestTestClient rest;

    /** Where the endpoints of Actuator are: in the profile {@code dev} on a port of their own. */
    RestTestClient actuator;

    @BeforeEach
    void connect(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        rest = client(port);
        actuator = client(managementPort);
    }

    private static RestTestClient client(int port) {
        return RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(LIMIT).until(condition);
    }

    Book create(String title, int stock) {
        return rest.post()
                .uri("/books")
                .body(request(title, stock))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Book.class)
                .getResponseBody();
    }

    EntityExchangeResult<Book> create(String idempotencyKey, Map<String, ?> request) {
        return post(idempotencyKey, request).expectStatus().isCreated().returnResult(Book.class);
    }

    RestTestClient.ResponseSpec post(String idempotencyKey, Map<String, ?> request) {
        return rest.post()
                .uri("/books")
                .header("Idempotency-Key", idempotencyKey)
                .body(request)
                .exchange();
    }

    /** Sends a request eight times at once; all get the same answer. */
    void createAtOnce(String idempotencyKey, Map<String, ?> request) {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Book>> answers = IntStream.range(0, 8)
                    .mapToObj(client -> CompletableFuture.supplyAsync(
                            () -> create(idempotencyKey, request).getResponseBody(), clients))
                    .toList();
            Set<Book> answered = answers.stream().map(CompletableFuture::join).collect(Collectors.toSet());
            assertThat(answered).hasSize(1);
        } finally {
            clients.shutdown();
        }
    }

    static Map<String, Object> request(String title, int stock) {
        return Map.of("title", title, "category", "software", "price", new BigDecimal("39.90"), "stock", stock);
    }

    Stream<Book> titled(String title) {
        return Stream.of(get("/books", Book[].class))
                .filter(book -> book.title().equals(title));
    }

    Book find(Book book) {
        return get("/books/" + book.id(), Book.class);
    }

    <T> T get(String path, Class<T> type) {
        return (path.startsWith("/actuator") ? actuator : rest)
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(type)
                .getResponseBody();
    }

    Book changeStock(Book book, Map<String, Integer> request) {
        return rest.post()
                .uri("/books/" + book.id() + "/stock")
                .body(request)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Book.class)
                .getResponseBody();
    }

    Stream<Alert> alerts(Book book) {
        return Stream.of(get("/alerts", Alert[].class)).filter(alert -> alert.bookId() == book.id());
    }

    Stream<BookSales> sales(Book book) {
        return Stream.of(get("/analytics/sales", BookSales[].class)).filter(sales -> sales.bookId() == book.id());
    }

    Stream<BookStock> stock(Book book) {
        return Stream.of(get("/analytics/stock", BookStock[].class)).filter(stock -> stock.bookId() == book.id());
    }

    /** What the report of the stock has of a book. */
    static List<BookStock> row(Book book, int copies, long movements) {
        return List.of(new BookStock(book.id(), copies, movements));
    }

    List<HistoryEntry> history(Book book) {
        return history(book, "");
    }

    List<HistoryEntry> history(Book book, String query) {
        return List.of(get("/books/" + book.id() + "/history" + query, HistoryEntry[].class));
    }

    /** Adds a book as it was added before movements were kept. */
    Book createWithoutMovements(String title, int stock) {
        database.sql("insert into books (title, stock) values (?, ?)")
                .params(title, stock)
                .update();
        return titled(title).findAny().orElseThrow();
    }

    void publish(DomainEvent event) {
        assertThat(events.publish(event)).succeedsWithin(LIMIT);
    }

    /** Publishes an event, and waits until the service has handled it. */
    PublishedRecord deliver(DomainEvent event) {
        return assertThat(published)
                .contains(events.publish(event))
                .handledBy(GROUP)
                .first();
    }

    /** Delivers what was delivered before, with the same event id, and waits until the service has handled it. */
    void deliverAgain(PublishedRecord delivered) {
        assertThat(published).contains(injector.send(delivered.duplicate())).handledBy(GROUP);
    }

    /** An order with an id that no other test has. */
    static OrderCreatedEvent order(Book book, int copies, BigDecimal unitPrice) {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return new OrderCreatedEvent(id, "ORD-" + id, 1L, null, List.of(new OrderItem(book.id(), copies, unitPrice)));
    }

    static OrderCreatedEvent order(Book book, int copies) {
        return order(book, copies, null);
    }
}
