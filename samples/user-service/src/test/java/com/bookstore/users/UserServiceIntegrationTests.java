package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmbeddedKafka(
        partitions = 1,
        brokerProperties = {"auto.create.topics.enable=false", "group.initial.rebalance.delay.ms=0"},
        bootstrapServersProperty = "spring.kafka.bootstrap-servers")
class UserServiceIntegrationTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Autowired
    private EmbeddedKafkaBroker broker;

    @Autowired
    private EventPublisher events;

    private RestTestClient rest;
    private TopicReader topics;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        rest = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
        topics = new TopicReader(broker.getBrokersAsString());
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void publishesARegistration() {
        User user = register("ada@example.org", "software");

        topics.awaitValue("user-events", "userRegistered", "\"userId\":" + user.id(), "\"interests\":[\"software\"]");
        rest.get().uri("/users/" + user.id()).exchange().expectStatus().isOk();
    }

    @Test
    void publishesAnOrderWithThePricesItLearned() {
        User user = register("buyer@example.org", "history");
        publish(new BookCreatedEvent(71L, "Rome", null, null, new BigDecimal("12.50"), "history", 4));
        await().atMost(LIMIT).until(() -> known(71).isPresent());

        Order order = rest.post()
                .uri("/orders")
                .body(order(user.id(), 71, 2))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Order.class)
                .getResponseBody();

        assertThat(order.totalAmount()).isEqualByComparingTo("25.00");
        topics.awaitValue("order-events", "\"orderId\":" + order.id(), "\"totalAmount\":25.00", "\"bookId\":71");
    }

    @Test
    void notifiesInterestedUsersOnceAndNobodyElse() {
        User gardener = register("gardener@example.org", "gardening");
        User sailor = register("sailor@example.org", "sailing");
        var event = new BookCreatedEvent(72L, "Roses", null, null, null, "gardening", 1);

        publish(event, event, new BookCreatedEvent(73L, "Knots", null, null, null, "sailing", 1));

        await().atMost(LIMIT).until(() -> !notifications(sailor).isEmpty());
        await().atMost(LIMIT).until(() -> !notifications(gardener).isEmpty());
        assertThat(notifications(gardener)).extracting(Notification::bookId).containsExactly(72L);
        assertThat(notifications(sailor)).extracting(Notification::bookId).containsExactly(73L);
    }

    @Test
    void followsABookUntilItIsDeleted() {
        publish(
                new BookCreatedEvent(74L, "Draft", null, null, null, "poetry", 1),
                new BookUpdatedEvent(74L, Map.of("title", "Poems", "price", new BigDecimal("9.90")), Map.of()));
        await().atMost(LIMIT).until(() -> known(74)
                .filter(book -> book.title().equals("Poems"))
                .filter(book -> book.price().compareTo(new BigDecimal("9.90")) == 0)
                .isPresent());

        publish(new BookDeletedEvent(74L));

        await().atMost(LIMIT).until(() -> known(74).isEmpty());
    }

    @Test
    void refusesBadInputWithAProblemDetail() {
        refused("/users", Map.of("email", "nobody", "interests", Set.of()), 400);
        refused("/users", "no json", 400);
        refused("/orders", Map.of("userId", 1, "items", List.of()), 400);
        refused("/orders", order(1, 71, -1), 400);
        refused("/orders", order(999_999, 71, 1), 422);
        rest.get().uri("/users/999999").exchange().expectStatus().isNotFound();
    }

    private void publish(DomainEvent... published) {
        Stream.of(published).forEach(event -> events.publish(event).join());
    }

    private void refused(String path, Object body, int status) {
        rest.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private User register(String email, String interest) {
        return rest.post()
                .uri("/users")
                .body(Map.of("email", email, "interests", Set.of(interest)))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(User.class)
                .getResponseBody();
    }

    private List<Notification> notifications(User user) {
        return List.of(rest.get()
                .uri("/users/" + user.id() + "/notifications")
                .exchange()
                .returnResult(Notification[].class)
                .getResponseBody());
    }

    private Optional<KnownBook> known(long id) {
        return Stream.of(rest.get()
                        .uri("/known-books")
                        .exchange()
                        .returnResult(KnownBook[].class)
                        .getResponseBody())
                .filter(book -> book.id() == id)
                .findFirst();
    }

    private static Map<String, Object> order(long user, long book, int copies) {
        return Map.of("userId", user, "items", List.of(Map.of("bookId", book, "quantity", copies)));
    }
}
