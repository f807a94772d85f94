package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class BookServiceIntegrationTests extends BookServiceTest {

    @Test
    void publishesWhatHappensToABook() {
        Book book = create("Kafka in Action", 10);
        topics.awaitValue("book-events", "\"type\":\"bookCreated\"", "\"bookId\":" + book.id(), "\"price\":39.90");

        put(book, "34.9");
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
    void showsABookAndAllBooks() {
        Book book = create("Shown", 3);

        assertThat(find(book)).isEqualTo(book);
        assertThat(get("/books", Book[].class)).contains(book);
        assertThat(book).isEqualTo(new Book(book.id(), "Shown", null, null, new BigDecimal("39.90"), "software", 3));
    }

    @Test
    void publishesNothingWhenAnUpdateChangesNothing() {
        Book book = create("Unchanged", 1);

        put(book, "Unchanged", "39.9");
        put(book, "Changed", "39.90");

        topics.awaitValue("book-events", "\"bookId\":" + book.id(), "\"updatedFields\":{\"title\":\"Changed\"}");
        assertThat(topics.values("book-events", "bookUpdated", "\"bookId\":" + book.id() + ","))
                .hasSize(1);
    }

    @Test
    void publishesChangesOfStock() {
        Book book = create("Stocked", 10);

        assertThat(changeStock(book, Map.of("change", 5)).stock()).isEqualTo(15);
        topics.awaitValue("inventory-events", "\"bookId\":" + book.id(), "\"newStock\":15", "INCREASE");
        assertThat(changeStock(book, Map.of("stock", 7)).stock()).isEqualTo(7);
        topics.awaitValue("inventory-events", "\"bookId\":" + book.id(), "\"previousStock\":15", "ADJUSTMENT");
        assertThat(find(book).stock()).isEqualTo(7);
    }

    @Test
    void takesOrderedCopiesOutOfStock() {
        Book book = create("Ordered", 10);
        OrderCreatedEvent order = order(book, 4);

        publish(order);

        eventually(() -> find(book).stock() == 6);
        topics.awaitValue("inventory-events", "\"orderId\":\"" + order.orderId() + "\"", "\"newStock\":6", "DECREASE");
    }

    @Test
    void sellsAnOrderThatArrivesTwiceOnce(@Autowired Stock stock) {
        Book book = create("Twice", 30);
        OrderCreatedEvent order = order(book, 4);
        var first = new EventMetadata("first", Instant.now(), "test", "1.0", "correlation", null);
        var again = new EventMetadata("again", Instant.now(), "test", "1.0", "correlation", null);

        stock.sell(order, first);
        stock.sell(order, again);

        assertThat(find(book).stock()).isEqualTo(26);
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
    }

    @Test
    void keepsAnOrderThatCannotBeFulfilledAsADeadLetterAndGoesOn() {
        Book book = create("Scarce", 1);
        OrderCreatedEvent tooMany = order(book, 2);

        publish(tooMany);
        publish(order(book, 1));

        topics.awaitValue("dead-letter-queue", "\"orderId\":" + tooMany.orderId());
        eventually(() -> find(book).stock() == 0);
    }

    private void put(Book book, String price) {
        put(book, book.title(), price);
    }

    private void put(Book book, String title, String price) {
        rest.put()
                .uri("/books/" + book.id())
                .body(Map.of("title", title, "category", "software", "price", new BigDecimal(price)))
                .exchange()
                .expectStatus()
                .isOk();
    }
}
