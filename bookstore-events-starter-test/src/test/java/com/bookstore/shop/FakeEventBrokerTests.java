package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.test.published.FakeEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;

@SpringBootTest
@FakeEventBroker
@Import(FakeEventBrokerTests.Eager.class)
class FakeEventBrokerTests {

    @Autowired
    Catalogue books;

    @RepeatedTest(2)
    void showsWhatTheServicePublishedInThisMethod(PublishedEvents published) {
        books.publish(9, "Kafka in Action");

        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey("9")
                .from("shop")
                .times(1);
        assertThat(published).hasSize(1);
    }

    @Test
    void failsOnDemand(PublishedEvents published) {
        published.failNext(Reason.BROKER_UNREACHABLE);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> books.publish(1, "Lost").join())
                .withMessageContaining("it was not sent");
        assertThat(published).isEmpty();
    }

    @Test
    void startsNeitherListenersNorTheCreationOfTopics(@Autowired KafkaListenerEndpointRegistry listeners) {
        assertThat(listeners.getListenerContainers()).hasSize(3).noneMatch(listener -> listener.isRunning());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("bookstore-events-topics");
    }

    @Test
    void recordsWhatTemplatesSendWithTheirOwnSerialisers(
            @Autowired KafkaTemplate<Object, Object> boots,
            @Autowired @Qualifier("eventKafkaTemplate") KafkaTemplate<Object, Object> ours,
            PublishedEvents published) {
        boots.send("payments", "p", "29.90").join();
        ours.send("book-events", "12", new BookCreatedEvent(12L, "Emma", null, null, null, null, null))
                .join();

        assertThat(published).contains(BookCreatedEvent.class).withKey("12").withHeader("__TypeId__", "bookCreated");
        assertThat(published).containsMalformed().onTopic("payments").withKey("p");
    }

    @Test
    void hasNoConsumerGroups(PublishedEvents published) {
        var sent = books.publish(13, "Emma").join();

        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(published).contains(sent).handledBy(Shelf.GROUP))
                .withMessageContaining("@EmbeddedEventBroker");
        assertThatIllegalStateException().isThrownBy(published::publisher);
    }

    @Nested
    class NestedTests {

        @Test
        void haveItToo(PublishedEvents published) {
            assertThat(published).isEmpty();
        }
    }

    /** Asks to be started itself, whatever the configuration says. */
    static final class Eager {

        @KafkaListener(topics = "payments", groupId = "eager", autoStartup = "true")
        void on(String payment) {}
    }
}
