package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.users.Order.Line;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;

/** What the service does to a database, on a real server. */
@DirtiesContext
abstract class DatabaseTest extends UserServiceTest {

    abstract String product();

    @Test
    void isTheDatabaseThatTheProfileNames() {
        rest.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.db.details.database")
                .isEqualTo(product());
    }

    @Test
    void keepsUsersAsTheyCame() {
        User user = register("unicode@example.org", "📚", "Software", "software");

        assertThat(get("/users/" + user.id(), User.class).interests())
                .containsExactlyInAnyOrder(interests("📚", "Software", "software"));
    }

    @Test
    void tellsInterestedUsersAndTakesTheirOrders() {
        User user = register("all@example.org", "everything");

        publish(book(401, "Ünïcödé 📚", "everything"), book(401, "Ünïcödé 📚", "everything"));
        publishAndAwait(book(402, "Second", "everything"));
        assertThat(notifications(user))
                .extracting(Notification::message)
                .containsExactly("New in everything: Ünïcödé 📚", "New in everything: Second");
        assertThat(recommendations(user)).extracting(KnownBook::id).containsExactly(401L, 402L);

        Order order = order(user, 402, 3);

        assertThat(published).contains(OrderCreatedEvent.class).satisfying(event -> assertThat(event.totalAmount())
                .isEqualByComparingTo("37.50"));
        assertThat(get("/orders/" + order.id(), Order.class)).isEqualTo(order);
        assertThat(order.lines()).containsExactly(new Line(402, 3, new BigDecimal("12.50")));
        assertThat(recommendations(user)).extracting(KnownBook::id).containsExactly(401L);
    }

    @Test
    void followsBooks() {
        publishAndAwait(book(411, "Draft", "drafts"));

        publish(new BookUpdatedEvent(411L, Map.of("title", "Final"), Map.of()));
        eventually(() -> known(411).filter(book -> book.title().equals("Final")).isPresent());
        publish(new StockChangedEvent(411L, 4, 3, ChangeType.DECREASE, null));
        eventually(() -> stock(411) == 3);
        publish(new StockChangedEvent(411L, 3, 2, ChangeType.DECREASE, null));
        eventually(() -> stock(411) == 2);
        publish(new BookDeletedEvent(411L));
        eventually(() -> known(411).isEmpty());
    }
}
