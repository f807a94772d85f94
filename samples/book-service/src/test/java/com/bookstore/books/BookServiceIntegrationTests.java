package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.publishing.EventPublisher;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
class BookServiceIntegrationTests {

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
    void publishesWhatHappensToABook() {
        Book book = create("Kafka in Action", 10);
        topics.awaitValue("book-events", "\"type\":\"bookCreated\"", "\"bookId\":" + book.id(), "\"price\":39.90");

        rest.put()
                .uri("/books/" + book.id())
                .body(Map.of("title", "Kafka in Action", "category", "software", "price", new BigDecimal("34.90")))
                .exchange()
                .expectStatus()
                .isOk();
        topics.awaitValue(
                "book-events",
                "\"type\":\"bookUpdated\"",
                "\"bookId\":" + book.id(),
                "\"updatedFields\":{\"price\":34.90}",
                "\"previousValues\":{\"price\":39.90}");

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        topics.awaitValue("book-events", "\"type\":\"bookDeleted\"", "\"bookId\":" + book.id());
        rest.get().uri("/books/" + book.id()).exchange().expectStatus().isNotFound();
    }

    @Test
    void publishesChangesOfStock() {
        Book book = create("Stocked", 10);

        assertThat(stockAfter(book, Map.of("change", 5))).isEqualTo(15);
        topics.awaitValue("inventory-events", "\"bookId\":" + book.id(), "\"newStock\":15", "INCREASE");
        assertThat(stockAfter(book, Map.of("stock", 7))).isEqualTo(7);
        topics.awaitValue("inventory-events", "\"bookId\":" + book.id(), "\"previousStock\":15", "ADJUSTMENT");
    }

    @Test
    void takesOrderedCopiesOutOfStock() {
        Book book = create("Ordered", 10);

        events.publish(order(901, book.id(), 4)).join();

        await().atMost(LIMIT).until(() -> find(book).stock() == 6);
        topics.awaitValue("inventory-events", "\"orderId\":\"901\"", "\"newStock\":6", "DECREASE");
    }

    @Test
    void keepsAnOrderThatCannotBeFulfilledAsADeadLetterAndGoesOn() {
        Book book = create("Scarce", 1);

        events.publish(order(902, book.id(), 2)).join();
        events.publish(order(903, book.id(), 1)).join();

        topics.awaitValue("dead-letter-queue", "\"orderId\":902");
        await().atMost(LIMIT).until(() -> find(book).stock() == 0);
    }

    @Test
    void refusesBadInputWithAProblemDetail() {
        refused("/books", Map.of("title", " "), 400);
        refused("/books", "no json", 400);
        refused("/books/" + create("Bad input", 1).id() + "/stock", Map.of("change", 1, "stock", 1), 400);
        refused("/books/" + create("Sold out", 1).id() + "/stock", Map.of("change", -2), 409);
        refused("/books/999999/stock", Map.of("change", 1), 404);
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

    private Book create(String title, int stock) {
        return rest.post()
                .uri("/books")
                .body(Map.of("title", title, "category", "software", "price", new BigDecimal("39.90"), "stock", stock))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Book.class)
                .getResponseBody();
    }

    private Book find(Book book) {
        return rest.get()
                .uri("/books/" + book.id())
                .exchange()
                .returnResult(Book.class)
                .getResponseBody();
    }

    private int stockAfter(Book book, Map<String, Integer> request) {
        return rest.post()
                .uri("/books/" + book.id() + "/stock")
                .body(request)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Book.class)
                .getResponseBody()
                .stock();
    }

    private static OrderCreatedEvent order(long id, long book, int copies) {
        return new OrderCreatedEvent(id, "ORD-" + id, 1L, null, List.of(new OrderItem(book, copies, null)));
    }
}
