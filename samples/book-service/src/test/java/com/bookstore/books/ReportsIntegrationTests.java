package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsIntegrationTests extends BookServiceTest {

    @Test
    void raisesAnAlertBelowTenCopiesAndWithdrawsItWhenThereAreEnough() {
        Book book = create("Running out", 12);

        publish(order(book, 2));
        eventually(() -> find(book).stock() == 10);
        publish(order(book, 1));
        eventually(() -> alerts(book).findAny().isPresent());

        assertThat(alerts(book)).singleElement().satisfies(alert -> {
            assertThat(alert.stock()).isEqualTo(9);
            assertThat(alert.since()).isBetween(Instant.now().minusSeconds(120), Instant.now());
        });
        verify(notifier, timeout(60_000)).lowStock(argThat(alert -> alert.bookId() == book.id() && alert.stock() == 9));

        changeStock(book, Map.of("change", 1));
        eventually(() -> alerts(book).findAny().isEmpty());
    }

    @Test
    void notifiesOnceUntilThereAreEnoughCopiesAgain() {
        Book book = create("Nearly gone", 11);

        changeStock(book, Map.of("change", -2));
        changeStock(book, Map.of("change", -1));
        assertThat(published)
                .contains(StockChangedEvent.class)
                .matching(event -> event.bookId() == book.id() && event.newStock() == 8);
        publish(new StockChangedEvent(book.id(), 9, 8, ChangeType.DECREASE, null));
        changeStock(book, Map.of("stock", 10));
        changeStock(book, Map.of("stock", 3));

        eventually(() -> alerts(book).anyMatch(alert -> alert.stock() == 3));
        verify(notifier, times(2)).lowStock(argThat(alert -> alert.bookId() == book.id()));
    }

    @Test
    void triesAgainWhenNobodyCouldBeNotified() {
        Book book = create("Unheard", 10);
        doThrow(new IllegalStateException("mail server down"))
                .doNothing()
                .when(notifier)
                .lowStock(argThat(alert -> alert != null && alert.bookId() == book.id()));

        changeStock(book, Map.of("change", -1));

        verify(notifier, timeout(60_000).times(2)).lowStock(argThat(alert -> alert.bookId() == book.id()));
        eventually(() -> alerts(book).findAny().isPresent());
    }

    @Test
    void forgetsTheAlertOfADeletedBook() {
        Book book = create("Going", 10);
        changeStock(book, Map.of("change", -1));
        eventually(() -> alerts(book).findAny().isPresent());

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        publish(new StockChangedEvent(book.id(), 9, 8, ChangeType.DECREASE, null));
        Book other = create("Staying", 10);
        changeStock(other, Map.of("change", -1));

        eventually(() -> alerts(other).findAny().isPresent());
        assertThat(alerts(book)).isEmpty();
    }

    @Test
    void addsUpWhatWasSoldOfABook() {
        Book book = create("Best seller", 100);
        Instant before = Instant.now().minusMillis(1);

        publish(order(book, 2, new BigDecimal("39.90")));
        publish(order(book, 3, new BigDecimal("10.00")));
        publish(order(book, 4));
        eventually(() -> sales(book).anyMatch(sales -> sales.copies() == 9));

        assertThat(sales(book)).singleElement().satisfies(sales -> {
            assertThat(sales.revenue()).isEqualByComparingTo("109.80");
            assertThat(sales.lastSale()).isBetween(before, Instant.now());
        });
    }

    @Test
    void knowsNoRevenueWithoutAPrice() {
        Book book = create("Priceless", 20);

        publish(order(book, 1));
        eventually(() -> sales(book).findAny().isPresent());

        assertThat(sales(book).findAny().orElseThrow().revenue()).isNull();
    }

    @Test
    void listsBestSellersFirst() {
        Book slow = create("Slow", 1000);
        Book fast = create("Fast", 1000);

        publish(order(slow, 500));
        publish(order(fast, 600));
        eventually(
                () -> sales(slow).findAny().isPresent() && sales(fast).findAny().isPresent());

        assertThat(get("/analytics/sales", BookSales[].class))
                .extracting(BookSales::bookId)
                .containsSubsequence(fast.id(), slow.id());
    }
}
