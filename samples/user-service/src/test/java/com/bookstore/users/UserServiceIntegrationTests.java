package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.users.Order.Line;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserServiceIntegrationTests extends UserServiceTest {

    @Test
    void publishesARegistration() {
        User user = register("ada@example.org", "software");

        assertThat(published)
                .contains(UserRegisteredEvent.class)
                .withKey(Long.toString(user.id()))
                .satisfying(event -> assertThat(event.interests()).containsExactly("software"));
    }

    @Test
    void showsAUserWithInterestsAsTexts() {
        User user = register("shown@example.org", "one", "two");

        User found = get("/users/" + user.id(), User.class);

        assertThat(found.email()).isEqualTo("shown@example.org");
        assertThat(found.interests()).containsExactlyInAnyOrder(interests("one", "two"));
        assertThat(get("/users/" + user.id(), String.class)).containsPattern("\"interests\":\\[\"(one|two)\",\"");
    }

    @Test
    void publishesAnOrderWithThePricesItLearned() {
        User user = register("buyer@example.org", "history");
        publishAndAwait(book(71, "Rome", "history"));

        Order order = order(user, 71, 2);

        assertThat(order.totalAmount()).isEqualByComparingTo("25.00");
        assertThat(published)
                .contains(OrderCreatedEvent.class)
                .equalTo(new OrderCreatedEvent(
                        order.id(),
                        "ORD-%06d".formatted(order.id()),
                        user.id(),
                        new BigDecimal("25.00"),
                        List.of(new OrderItem(71L, 2, new BigDecimal("12.50")))));
        Order found = get("/orders/" + order.id(), Order.class);
        assertThat(found).isEqualTo(order);
        assertThat(found.lines()).containsExactly(new Line(71, 2, new BigDecimal("12.50")));
    }

    @Test
    void knowsNoTotalOfABookWithoutAPrice() {
        User user = register("guessing@example.org");
        publishAndAwait(new BookCreatedEvent(75L, "Priceless", null, null, null, null, null));

        Order order = order(user, 75, 1);

        assertThat(order.totalAmount()).isNull();
        assertThat(published)
                .contains(OrderCreatedEvent.class)
                .matching(event -> event.orderId().equals(order.id()) && event.totalAmount() == null);
    }

    @Test
    void notifiesInterestedUsersOnceAndNobodyElse() {
        User gardener = register("gardener@example.org", "gardening");
        User sailor = register("sailor@example.org", "sailing");

        publish(book(72, "Roses", "gardening"), book(72, "Roses", "gardening"), book(73, "Knots", "sailing"));

        eventually(() ->
                !notifications(sailor).isEmpty() && !notifications(gardener).isEmpty());
        assertThat(notifications(gardener)).singleElement().satisfies(notification -> {
            assertThat(notification.bookId()).isEqualTo(72);
            assertThat(notification.message()).isEqualTo("New in gardening: Roses");
        });
        assertThat(notifications(sailor)).extracting(Notification::bookId).containsExactly(73L);
    }

    @Test
    void notifiesUsersOfABookThatMovesIntoTheirCategory() {
        User walker = register("walker@example.org", "walking");

        publish(book(76, "Alps", "geography"), new BookUpdatedEvent(76L, Map.of("category", "walking"), Map.of()));

        eventually(() -> !notifications(walker).isEmpty());
    }

    @Test
    void followsABookUntilItIsDeleted() {
        publish(
                book(74, "Draft", "poetry"),
                new BookUpdatedEvent(74L, Map.of("title", "Poems", "price", new BigDecimal("9.90")), Map.of()));
        eventually(() -> known(74)
                .filter(new ListedBook(74, "Poems", new BigDecimal("9.90"), "poetry", 4)::equals)
                .isPresent());

        publish(new BookDeletedEvent(74L));

        eventually(() -> known(74).isEmpty());
    }

    @Test
    void takesRepeatedAndUnknownBooksAsTheyCome() {
        Map<String, Object> unpriced = new HashMap<>();
        unpriced.put("price", null);
        publish(
                new BookUpdatedEvent(77L, Map.of("title", "Nobody knows me"), Map.of()),
                new BookDeletedEvent(77L),
                book(78, "First", "repetition"),
                book(78, "Second", "repetition"),
                new BookUpdatedEvent(78L, unpriced, Map.of()));

        eventually(() -> known(78)
                .filter(new ListedBook(78, "Second", null, "repetition", 4)::equals)
                .isPresent());
        assertThat(known(77)).isEmpty();
        assertThat(published).doesNotContainDeadLetters();
    }
}
