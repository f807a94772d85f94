package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.test.EventInjector;
import com.bookstore.events.test.KafkaBrokerException;
import com.bookstore.events.test.PoisonValue;
import com.bookstore.events.test.published.PublishedEvents;
import com.bookstore.events.test.published.PublishedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@ShopTest
class EventInjectorIntegrationTests {

    @Autowired
    EventInjector injector;

    @Test
    void deliversAnEventTwice(@Autowired Catalogue books, @Autowired Shelf shelf, PublishedEvents published) {
        books.publish(80, "Twice");
        PublishedRecord once = assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey("80")
                .first();

        RecordMetadata again = injector.send(once.duplicate());

        assertThat(published).contains(again).handledBy(Shelf.GROUP);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .matching(book -> book.title().equals("Twice"))
                .withValue(once.value())
                .withHeader("__TypeId__", "bookCreated")
                .times(2);
        assertThat(shelf.titles).filteredOn("Twice"::equals).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void makesDeadLettersOfWhatIsNoEvent(PoisonValue poison, PublishedEvents published) {
        RecordMetadata sent = injector.poison("book-events", "81", poison);

        assertThat(published).contains(sent).handledBy(Shelf.GROUP);
        assertThat(published).containsMalformed().onTopic("book-events").withValue(poison.bytes());
        assertThat(published)
                .containsDeadLetter()
                .ofGroup(Shelf.GROUP)
                .withValue(poison.bytes())
                .times(1);
    }

    @Test
    void writesAsClassicServicesDo(PublishedEvents published) {
        injector.classic(
                "book-events",
                "82",
                "com.bookstore.event.BookCreatedEvent",
                "bookCreated",
                Map.of("bookId", 82, "title", "Classic", "price", 29.90));

        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey("82")
                .from("classic-service")
                .withHeader("__TypeId__", "com.bookstore.event.BookCreatedEvent")
                .satisfying(book -> assertThat(book.price()).isEqualByComparingTo("29.90"));
        assertThat(published).contains(StockChangedEvent.class).withKey("82");
        assertThat(assertThat(published)
                        .contains(BookCreatedEvent.class)
                        .metadata()
                        .timestamp())
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(assertThat(published)
                        .contains(BookCreatedEvent.class)
                        .first()
                        .value())
                .asString()
                .contains("\"timestamp\":[2");
    }

    @Test
    void writesTypesThatTheServiceDoesNotKnow(PublishedEvents published) {
        injector.classic("book-events", "83", "com.example.BookBurnt", "bookBurnt", Map.of());

        assertThat(published).containsUnknown("bookBurnt").withKey("83").handledBy(Shelf.GROUP);
        assertThat(published).doesNotContainDeadLetters().hasSize(1);
    }

    @Test
    void saysWhatTheBrokerDoesNotTake() {
        ProducerRecord<byte[], byte[]> large = new ProducerRecord<>("book-events", new byte[2 * 1024 * 1024]);

        assertThatExceptionOfType(KafkaBrokerException.class)
                .isThrownBy(() -> injector.send(large))
                .withMessage("A record for topic book-events could not be sent")
                .withRootCauseInstanceOf(RecordTooLargeException.class);
    }
}
