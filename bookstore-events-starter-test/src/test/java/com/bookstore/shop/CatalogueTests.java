package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.test.published.PublishedEvents;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plain unit test: no Spring, no broker. */
class CatalogueTests {

    PublishedEvents published = PublishedEvents.recording();
    Catalogue books = new Catalogue(published.publisher());

    @Test
    void tellsOfEachNewBook() {
        books.create("Kafka in Action");

        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey("1")
                .onTopic("book-events")
                .matching(book -> book.title().equals("Kafka in Action"));
    }

    @Test
    void tellsOfDeletedBooksInTheOrderOfWhatHappened() {
        try (CorrelationScope scope = CorrelationScope.open("request-1")) {
            books.delete(books.create("Kafka in Action"));
        }

        assertThat(published).forKey("1").containsExactly(BookCreatedEvent.class, BookDeletedEvent.class);
        assertThat(published).hasSize(2).contains(BookDeletedEvent.class).withCorrelationId("request-1");
        assertThat(published).doesNotContainDeadLetters();
        assertThatThrownBy(() -> assertThat(published).doesNotContain(BookDeletedEvent.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("book-events-0@1 key=\"1\" BookDeletedEvent[bookId=1]");
        assertThatThrownBy(() -> assertThat(published)
                        .within(Duration.ofMillis(100))
                        .contains(BookDeletedEvent.class)
                        .withKey("2"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"BROKER_UNREACHABLE", "REFUSED", "OUTCOME_UNKNOWN"})
    void canBeToldThatTheBrokerFailsOnce(Reason reason) {
        published.failNext(reason);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> books.publish(1, "Lost").join())
                .withCauseInstanceOf(EventPublishingException.class)
                .havingCause()
                .satisfies(failure -> assertThat(((EventPublishingException) failure).reason())
                        .isEqualTo(reason));
        assertThat(published).isEmpty();
        assertThat(books.publish(1, "Found")).isCompletedWithValueMatching(PublishedEvent.Sent.class::isInstance);
        assertThat(published).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> published.failNext(Reason.INVALID_EVENT));
    }

    @Test
    void isRefusedWhatTheRealPublisherRefuses() {
        assertRefused(new Unwritable(new Touchy()), Reason.INVALID_EVENT, "Unwritable");
        assertRefused(new Keyless("x"), Reason.INVALID_EVENT, "key() returned null");
        assertRefused(new Unannotated("x"), Reason.INVALID_EVENT, "@EventType");
        assertRefused(new Keyed("k", "x".repeat(1024 * 1024)), Reason.REFUSED, "max.request.size");
        assertThat(published).isEmpty();
    }

    private void assertRefused(DomainEvent event, Reason reason, String message) {
        assertThat(published.publisher().publish(event))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(EventPublishingException.class)
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(((EventPublishingException) failure).reason())
                        .isEqualTo(reason));
    }

    @EventType(name = "unwritable", topic = "things")
    record Unwritable(Touchy touchy) implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }

    static final class Touchy {
        public String getText() {
            throw new IllegalStateException("not for writing");
        }
    }

    @EventType(name = "keyless", topic = "things")
    record Keyless(String text) implements DomainEvent {
        @Override
        public String key() {
            return null;
        }
    }

    @EventType(name = "keyed", topic = "things")
    record Keyed(String key, String text) implements DomainEvent {}

    record Unannotated(String key) implements DomainEvent {}
}
