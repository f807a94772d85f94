package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.test.EventInjector;
import com.bookstore.events.test.published.PublishedRecord;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The stocks of known books, whatever way their events come. */
class StockIntegrationTests extends UserServiceTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    @Autowired
    private EventInjector injector;

    @Test
    void followsTheStockOfABook() {
        deliver(book(501, "Followed", "stocks"), 0);
        assertThat(stock(501)).isEqualTo(4);

        deliver(change(501, 4, 3), 1);
        assertThat(stock(501)).isEqualTo(3);
        deliver(change(501, 3, 8), 2);
        assertThat(stock(501)).isEqualTo(8);
        assertThat(get("/known-books", String.class)).contains("\"stock\":8");
    }

    @Test
    void knowsNoStockThatNobodyTold() {
        deliver(new BookCreatedEvent(502L, "Uncounted", null, null, null, null, null), 0);

        assertThat(known(502))
                .hasValueSatisfying(book -> assertThat(book.stock()).isNull());
    }

    @Test
    void passesOverAnEventThatArrivesAgain() {
        deliver(book(503, "Repeated", "stocks"), 0);
        PublishedRecord first = deliver(change(503, 4, 3), 1);
        deliver(change(503, 3, 4), 2);

        assertThat(published).contains(injector.send(first.duplicate())).handledBy("user-service-group");

        assertThat(stock(503)).isEqualTo(4);
    }

    @Test
    void passesOverAnEarlierEventThatComesLater() {
        deliver(book(504, "Overtaken", "stocks"), 0);
        deliver(change(504, 3, 2), 2);

        deliver(change(504, 4, 3), 1);

        assertThat(stock(504)).isEqualTo(2);
    }

    @Test
    void takesWhatContinuesWhateverItsTime() {
        deliver(book(505, "By another clock", "stocks"), 10);

        deliver(change(505, 4, 3), 5);

        assertThat(stock(505)).isEqualTo(3);
    }

    /** A number that is set back, told before what it was set back from. */
    @Test
    void passesOverWhatItsStockCameFrom() {
        deliver(book(508, "Set back", "stocks"), 0);
        deliver(change(508, 2, 4), 2);

        deliver(change(508, 4, 2), 1);

        assertThat(stock(508)).isEqualTo(4);
    }

    /** Once more after a crash; by then a stock is known whose event has an earlier time. */
    @Test
    void keepsAStockWhenItsBookIsCreatedOnceMore() {
        var created = book(509, "Once more", "stocks");
        deliver(created, 10);
        deliver(change(509, 4, 3), 5);

        deliver(created, 10);

        assertThat(stock(509)).isEqualTo(3);
    }

    @Test
    void keepsAStockWhoseBookComesLaterByAClockOfSeconds() {
        deliver(change(510, 4, 3), 9);
        deliver(change(510, 3, 1), 10);

        deliver(book(510, "By whole seconds", "stocks"), 11);

        assertThat(stock(510)).isEqualTo(1);
    }

    @Test
    void knowsAStockBeforeItKnowsTheBook() {
        deliver(change(506, 4, 3), 1);
        assertThat(known(506)).isEmpty();

        deliver(book(506, "Late", "stocks"), 0);

        assertThat(stock(506)).isEqualTo(3);
    }

    @Test
    void beginsAnewWithABookThatIsCreatedAnew() {
        deliver(book(507, "Replaced", "stocks"), 0);
        deliver(change(507, 4, 9), 1);
        deliver(new BookDeletedEvent(507L), 2);
        deliver(change(507, 9, 1), 1);
        assertThat(known(507)).isEmpty();

        deliver(book(507, "Replacement", "stocks"), 3);

        assertThat(stock(507)).isEqualTo(4);
    }

    private static StockChangedEvent change(long book, int from, int to) {
        return new StockChangedEvent(book, from, to, from < to ? ChangeType.INCREASE : ChangeType.DECREASE, null);
    }

    /** Publishes an event of some second, and waits until the service has handled it. */
    private PublishedRecord deliver(DomainEvent event, int second) {
        String id = UUID.randomUUID().toString();
        var metadata = new EventMetadata(id, START.plusSeconds(second), "book-service", "1.0", id, null);
        return assertThat(published)
                .contains(publisher.publish(new EventEnvelope<>(metadata, event)))
                .handledBy("user-service-group")
                .first();
    }
}
