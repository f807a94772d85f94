package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;

/** What the service does to a database, on a real server. */
@DirtiesContext
abstract class DatabaseTest extends BookServiceTest {

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
                .isEqualTo(new Book(book.id(), "Ünïcödé 📚", null, null, new BigDecimal("39.90"), "software", 3));
        assertThat(find(book)).isEqualTo(book);

        rest.put()
                .uri("/books/" + book.id())
                .body(Map.of("title", "Renamed", "price", 1))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(find(book)).isEqualTo(new Book(book.id(), "Renamed", null, null, new BigDecimal("1.00"), null, 3));
        assertThat(get("/books", Book[].class)).contains(find(book));

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        rest.get().uri("/books/" + book.id()).exchange().expectStatus().isNotFound();
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
