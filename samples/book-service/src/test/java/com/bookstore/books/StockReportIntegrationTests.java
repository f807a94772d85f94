package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** What the movements of books add up to. */
class StockReportIntegrationTests extends BookServiceTest {

    @Test
    void addsUpTheMovementsOfABook() {
        Book book = create("Added up", 10);
        changeStock(book, Map.of("change", 5));
        deliver(order(book, 4));
        changeStock(book, Map.of("stock", 7));

        eventually(() -> stock(book).toList().equals(row(book, 7, 4)));
    }

    @Test
    void forgetsADeletedBook() {
        Book book = create("Forgotten", 3);
        eventually(() -> stock(book).toList().equals(row(book, 3, 1)));

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();

        eventually(() -> stock(book).findAny().isEmpty());
    }

    @Test
    void isTheSameWhenItIsMadeAgain() {
        Book gone = create("Gone", 3);
        rest.delete().uri("/books/" + gone.id()).exchange().expectStatus().isNoContent();
        Book book = create("Counted wrong", 10);
        changeStock(book, Map.of("change", -3));
        Book unheardOf = book.withId(-book.id());
        eventually(() -> stock(book).toList().equals(row(book, 7, 2)));
        database.sql("update book_stock set copies = 107 where book_id = ?")
                .param(book.id())
                .update();
        database.sql("insert into book_stock (book_id, copies, movements) values (?, 3, 1)")
                .param(unheardOf.id())
                .update();
        assertThat(stock(book)).containsExactlyElementsOf(row(book, 107, 2));

        rebuild();

        // These movements are behind those of the other books.
        eventually(() -> stock(book).toList().equals(row(book, 7, 2)));
        assertThat(stock(gone)).isEmpty();
        assertThat(stock(unheardOf)).isEmpty();
    }

    private void rebuild() {
        actuator.post()
                .uri("/actuator/projections/" + StockReport.NAME)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("action", "rebuild"))
                .exchange()
                .expectStatus()
                .isOk();
    }
}
