package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.test.embedded.EmbeddedEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
import com.bookstore.users.User.Interest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The running service, spoken to through REST and topics. Each test has books and categories of its own. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmbeddedEventBroker(timeout = "60s")
abstract class UserServiceTest {

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** For what other services publish. */
    @Autowired
    DirectEventPublisher publisher;

    @Autowired
    PublishedEvents published;

    RestTestClient rest;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        rest = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(LIMIT).until(condition);
    }

    void publish(DomainEvent... events) {
        Stream.of(events).forEach(event -> assertThat(publisher.publish(event)).succeedsWithin(LIMIT));
    }

    static BookCreatedEvent book(long id, String title, String category) {
        return new BookCreatedEvent(id, title, null, null, new BigDecimal("12.50"), category, 4);
    }

    /** Publishes a book and waits until the service knows it. */
    void publishAndAwait(BookCreatedEvent book) {
        publish(book);
        eventually(() -> known(book.bookId()).isPresent());
    }

    User register(String email, String... interests) {
        return rest.post()
                .uri("/users")
                .body(Map.of("email", email, "interests", Set.of(interests)))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(User.class)
                .getResponseBody();
    }

    Order order(User user, long book, int copies) {
        return rest.post()
                .uri("/orders")
                .body(Map.of("userId", user.id(), "items", List.of(Map.of("bookId", book, "quantity", copies))))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Order.class)
                .getResponseBody();
    }

    List<Notification> notifications(User user) {
        return List.of(get("/users/" + user.id() + "/notifications", Notification[].class));
    }

    List<KnownBook> recommendations(User user) {
        return List.of(get("/users/" + user.id() + "/recommendations", KnownBook[].class));
    }

    Optional<ListedBook> known(long id) {
        return Stream.of(get("/known-books", ListedBook[].class))
                .filter(book -> book.id() == id)
                .findFirst();
    }

    int stock(long id) {
        return known(id).orElseThrow().stock();
    }

    <T> T get(String path, Class<T> type) {
        return rest.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(type)
                .getResponseBody();
    }

    static Interest[] interests(String... categories) {
        return Stream.of(categories).map(Interest::new).toArray(Interest[]::new);
    }
}
