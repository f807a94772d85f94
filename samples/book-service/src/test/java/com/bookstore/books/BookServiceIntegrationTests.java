package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class BookServiceIntegrationTests extends BookServiceTest {

    @Test
    void publishesWhatHappensToABook() {
        Book book = create("Kafka in Action", 10);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey(key(book))
                .satisfying(event -> assertThat(event.price()).isEqualTo("39.90"));

        put(book, "34.9");
        assertThat(published)
                .contains(BookUpdatedEvent.class)
                .withKey(key(book))
                .equalTo(new BookUpdatedEvent(
                        book.id(), Map.of("price", new BigDecimal("34.90")), Map.of("price", new BigDecimal("39.90"))));

        rest.delete().uri("/books/" + book.id()).exchange().expectStatus().isNoContent();
        assertThat(published)
                .forKey(key(book))
                .containsExactly(BookCreatedEvent.class, BookUpdatedEvent.class, BookDeletedEvent.class);
        rest.get().uri("/books/" + book.id()).exchange().expectStatus().isNotFound();
    }

    @Test
    void showsABookAndAllBooks() {
        Book book = create("Shown", 3);

        assertThat(find(book)).isEqualTo(book);
        assertThat(get("/books", Book[].class)).contains(book);
        assertThat(book)
                .isEqualTo(new Book(book.id(), "Shown", null, null, new BigDecimal("39.90"), "software", 3, null));
    }

    @Test
    void publishesNothingWhenAnUpdateChangesNothing() {
        Book book = create("Unchanged", 1);

        put(book, "Unchanged", "39.9");
        put(book, "Changed", "39.90");

        assertThat(published)
                .contains(BookUpdatedEvent.class)
                .withKey(key(book))
                .matching(event -> event.updatedFields().equals(Map.of("title", "Changed")))
                .times(1);
        assertThat(published).forKey(key(book)).containsExactly(BookCreatedEvent.class, BookUpdatedEvent.class);
    }

    @Test
    void publishesChangesOfStock() {
        Book book = create("Stocked", 10);

        assertThat(changeStock(book, Map.of("change", 5)).stock()).isEqualTo(15);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .equalTo(new StockChangedEvent(book.id(), 10, 15, ChangeType.INCREASE, null));
        assertThat(changeStock(book, Map.of("stock", 7)).stock()).isEqualTo(7);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .equalTo(new StockChangedEvent(book.id(), 15, 7, ChangeType.ADJUSTMENT, null));
        assertThat(find(book).stock()).isEqualTo(7);
    }

    @Test
    void takesOrderedCopiesOutOfStock() {
        Book book = create("Ordered", 10);
        OrderCreatedEvent order = order(book, 4);

        publish(order);

        String orderId = assertThat(published)
                .contains(OrderCreatedEvent.class)
                .handledBy(GROUP)
                .metadata()
                .eventId();
        assertThat(find(book).stock()).isEqualTo(6);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .equalTo(new StockChangedEvent(
                        book.id(), 10, 6, ChangeType.DECREASE, order.orderId().toString()))
                .causedBy(orderId);
    }

    @Test
    void keepsAnOrderThatCannotBeFulfilledAsADeadLetterAndGoesOn() {
        Book book = create("Scarce", 1);
        OrderCreatedEvent tooMany = order(book, 2);

        publish(tooMany);
        publish(order(book, 1));

        assertThat(published)
                .containsDeadLetter()
                .of(OrderCreatedEvent.class)
                .withKey(tooMany.key())
                .withException(UnfulfillableOrderException.class);
        eventually(() -> find(book).stock() == 0);
    }

    @Test
    void tellsNothingOfAnOrderOfWhichOnlyOneBookIsThere() {
        Book first = create("There", 5);
        Book second = create("Not there", 0);
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        List<OrderItem> items = List.of(new OrderItem(first.id(), 1, null), new OrderItem(second.id(), 1, null));

        deliver(new OrderCreatedEvent(id, "ORD-" + id, 1L, null, items));
        changeStock(first, Map.of("change", -2));

        assertThat(published)
                .contains(StockChangedEvent.class)
                .matching(event -> event.bookId().equals(first.id()))
                .times(1)
                .equalTo(new StockChangedEvent(first.id(), 5, 3, ChangeType.DECREASE, null));
        assertThat(sales(first)).isEmpty();
    }

    @Test
    void doesNotSellAnOrderAgainThatAnotherEventTellsOf() {
        Book book = create("Told of twice", 30);
        OrderCreatedEvent order = order(book, 4);

        deliver(order);
        deliver(order);

        assertThat(published).containsDeadLetter().of(OrderCreatedEvent.class).withKey(order.key());
        assertThat(find(book).stock()).isEqualTo(26);
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
    }

    private static String key(Book book) {
        return Long.toString(book.id());
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
