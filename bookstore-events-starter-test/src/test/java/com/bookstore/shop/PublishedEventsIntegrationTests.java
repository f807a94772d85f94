package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.test.published.PublishedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

@ShopTest
class PublishedEventsIntegrationTests {

    private static final Duration SOON = Duration.ofMillis(200);

    @Autowired
    Catalogue books;

    @Autowired
    EventPublisher events;

    @Autowired
    PublishedEvents bean;

    @Test
    void areTheSameAsABeanAndAsAParameter(PublishedEvents published) {
        assertThat((Object) published).isSameAs(bean);
    }

    @Test
    void showWhatAListenerPublishedWithItsCause(PublishedEvents published) {
        CompletableFuture<PublishedEvent> created = books.publish(7, "Kafka in Action");

        assertThat(published)
                .contains(StockChangedEvent.class)
                .withKey("7")
                .onTopic("inventory-events")
                .from("shop")
                .causedBy(created.join())
                .withCorrelationId(created.join().metadata().correlationId())
                .withHeader("__TypeId__", "stockChanged")
                .matching(stock -> stock.newStock() == 1)
                .satisfying(stock -> assertThat(stock.previousStock()).isZero())
                .times(1);
    }

    @Test
    void waitForWhatComesLater(PublishedEvents published) {
        Executor.later(() -> books.publish(8, "Late"));

        assertThat(published).contains(BookCreatedEvent.class).withKey("8");
    }

    /** Run first or second, neither sees the other's book. */
    @RepeatedTest(2)
    void holdOnlyWhatTheCurrentMethodPublished(PublishedEvents published) {
        books.publish(9, "Once");

        assertThat(published).contains(BookCreatedEvent.class).withKey("9").times(1);
    }

    @Test
    void sayWhatWasPublishedInstead(PublishedEvents published) {
        books.publish(10, "Kafka in Action").join();
        books.publish(11, "Other").join();

        assertThatFailure(() -> assertThat(published)
                        .within(SOON)
                        .contains(BookCreatedEvent.class)
                        .withKey("42"))
                .hasMessageContainingAll(
                        "Expecting an event BookCreatedEvent",
                        "with key \"42\"",
                        "to be published within 200 ms",
                        "key=\"10\" BookCreatedEvent[bookId=10, title=Kafka in Action");
        assertThatFailure(() -> assertThat(published)
                        .within(SOON)
                        .contains(BookCreatedEvent.class)
                        .withKey("10")
                        .satisfying(book -> assertThat(book.title()).isEqualTo("Emma")))
                .hasMessageContainingAll("expected: \"Emma\"", "but was: \"Kafka in Action\"")
                .message()
                .as("assertions on other keys' events")
                .doesNotContain("\"Other\"\n");
        assertThatFailure(() -> assertThat(published).within(SOON).contains(BookDeletedEvent.class))
                .hasMessageContaining("Expecting an event BookDeletedEvent");
    }

    @Test
    void sayThatNothingWasPublished(PublishedEvents published) {
        assertThatFailure(() -> assertThat(published).within(SOON).contains(BookDeletedEvent.class))
                .hasMessageContaining("Nothing was published since the test method began");
    }

    @Test
    void countWhatIsThere(PublishedEvents published) {
        books.delete(20);
        books.delete(21);

        assertThat(published).hasSize(2).contains(BookDeletedEvent.class).times(2);
        assertThatFailure(() -> assertThat(published).hasSize(1)).hasMessageContaining("1 records, but there are 2");
        assertThatFailure(() -> assertThat(published).within(SOON).hasSize(3)).hasMessageContaining("key=\"21\"");
        assertThatFailure(() ->
                        assertThat(published).contains(BookDeletedEvent.class).times(1))
                .hasMessageContainingAll("published 1 times, but it was 2 times", "key=\"20\"");
    }

    @Test
    void compareTheOrderOfOneKey(PublishedEvents published) {
        events.publish(new BookDeletedEvent(30L));
        events.publish(new BookDeletedEvent(31L));
        books.publish(30, "Phoenix");

        assertThat(published)
                .forKey("30")
                .containsExactly(BookDeletedEvent.class, BookCreatedEvent.class, StockChangedEvent.class);
        assertThat(published).forKey("31").containsExactly(new BookDeletedEvent(31L));
        assertThatFailure(() -> assertThat(published)
                        .forKey("30")
                        .containsExactly(BookCreatedEvent.class, BookDeletedEvent.class, StockChangedEvent.class))
                .hasMessageContainingAll(
                        "events of key \"30\"", "[BookCreatedEvent, BookDeletedEvent, StockChangedEvent]");
        assertThatFailure(() ->
                        assertThat(published).within(SOON).forKey("31").containsExactly(new BookDeletedEvent(30L)))
                .hasMessageContaining("BookDeletedEvent[bookId=31]");
    }

    /** The producer holds events back for some milliseconds: looking only at what has arrived would see none of them. */
    @RepeatedTest(3)
    void missNothingThatIsStillOnItsWay(PublishedEvents published) {
        events.publish(new BookDeletedEvent(40L));

        assertThatFailure(() -> assertThat(published).doesNotContain(BookDeletedEvent.class))
                .hasMessageContainingAll("Expecting no event BookDeletedEvent to be published", "key=\"40\"");
    }

    @Test
    void assertWhatIsNotThere(PublishedEvents published) {
        assertThat(published).isEmpty();
        books.delete(41);

        assertThat(published)
                .doesNotContain(BookCreatedEvent.class)
                .doesNotContain(BookDeletedEvent.class, book -> book.bookId() == 42)
                .doesNotContainDeadLetters();
        assertThatFailure(
                        () -> assertThat(published).doesNotContain(BookDeletedEvent.class, book -> book.bookId() == 41))
                .hasMessageContaining("that matches the given predicate");
        assertThatFailure(() -> assertThat(published).isEmpty()).hasMessageContaining("Expecting nothing");
    }

    @Test
    void tellADeadLetterFromTheEvent(PublishedEvents published) {
        PublishedEvent sent = books.publish(50, Shelf.UNBEARABLE).join();

        assertThat(published).contains(sent).handledBy(Shelf.GROUP);
        assertThat(published)
                .containsDeadLetter()
                .of(BookCreatedEvent.class)
                .ofGroup(Shelf.GROUP)
                .fromTopic("book-events")
                .withException(IllegalArgumentException.class)
                .withKey("50");
        assertThat(published).doesNotContain(StockChangedEvent.class).hasSize(1);
        assertThat(published).contains(BookCreatedEvent.class).times(1);
        assertThatFailure(() -> assertThat(published).doesNotContainDeadLetters())
                .hasMessageContaining("dead letter of group shop-shelf: BookCreatedEvent[bookId=50");
    }

    @Test
    void sayWhyARecordIsNotHandledYet(PublishedEvents published, @Autowired KafkaListenerEndpointRegistry listeners) {
        MessageListenerContainer listener = listeners.getListenerContainers().stream()
                .filter(each -> Shelf.GROUP.equals(each.getGroupId()))
                .findFirst()
                .orElseThrow();
        listener.stop();
        PublishedEvent sent = books.publish(51, Shelf.UNBEARABLE).join();

        assertThatFailure(
                        () -> assertThat(published).within(SOON).contains(sent).handledBy(Shelf.GROUP))
                .hasMessageContainingAll(
                        "BookCreatedEvent[bookId=51",
                        "to be handled by group \"shop-shelf\" within 200 ms",
                        ": 1 records behind it",
                        "Members: none; is the listener running?",
                        "Dead letter of it: none");
        assertThatFailure(
                        () -> assertThat(published).within(SOON).contains(sent).handledBy("no-group"))
                .hasMessageContainingAll("has committed no offset of book-events-", "there is no such group");
        listener.start();
        assertThat(published).contains(sent).handledBy(Shelf.GROUP);
    }

    @Test
    void giveAccessToTheEventsThemselves(PublishedEvents published) {
        EventMetadata metadata =
                new EventMetadata("id-1", Instant.parse("2026-11-23T10:15:30Z"), "elsewhere", "1.0", "c-1", null);
        DomainEvent event = new BookDeletedEvent(60L);
        events.publish(new EventEnvelope<>(metadata, event)).join();

        assertThat(published.events(BookDeletedEvent.class)).containsExactly(new BookDeletedEvent(60L));
        assertThat(published.records()).hasSize(1);
        assertThat(assertThat(published)
                        .contains(BookDeletedEvent.class)
                        .equalTo(new BookDeletedEvent(60L))
                        .metadata())
                .isEqualTo(metadata);
    }

    @Nested
    class AfterPreparation {

        @BeforeEach
        void prepare() {
            books.delete(70);
        }

        @Test
        void holdWhatWasPublishedBeforeEachMethod(PublishedEvents published) {
            assertThat(published).hasSize(1).contains(BookDeletedEvent.class).withKey("70");
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatFailure(ThrowingCallable assertion) {
        return Assertions.assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
    }

    /** A thread of its own, as a service's background work has. */
    private static final class Executor {

        static void later(Runnable work) {
            CompletableFuture.delayedExecutor(300, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .execute(work);
        }
    }
}
