package com.bookstore.events.migrating;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;

/** The listeners of a user-service, in each form they take on the way. */
final class Readers {

    /** What was read, whoever read it: "+42 Dune" or "-42". */
    static final List<String> READ = new CopyOnWriteArrayList<>();

    private Readers() {}

    private static void note(long id, String title) {
        READ.add(title == null ? "-" + id : "+" + id + " " + title);
    }

    private static void note(BookEvent event, EventMetadata metadata) {
        if (Duration.between(metadata.timestamp(), Instant.now()).abs().toMinutes() > 10) {
            throw new IllegalStateException("Not the time of a moment ago: " + metadata.timestamp());
        }
        note(event.bookId(), event instanceof BookCreatedEvent created ? created.title() : null);
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(ClassicListener.class)
    static class Classic {}

    @Configuration
    @EnableAutoConfiguration
    @Import(ListenerOnTheWay.class)
    static class OnTheWay {}

    @Configuration
    @EnableAutoConfiguration
    @Import(MovedListener.class)
    static class Moved {}

    static class ClassicListener {

        @KafkaListener(topics = "book-events")
        void on(com.bookstore.event.DomainEvent event) {
            if (event instanceof com.bookstore.event.BookCreatedEvent created) {
                note(created.bookId, created.title);
            } else if (event instanceof com.bookstore.event.BookDeletedEvent deleted) {
                note(deleted.bookId, null);
            }
        }
    }

    static class ListenerOnTheWay {

        @KafkaListener(topics = "book-events", containerFactory = "eventListenerContainerFactory")
        void on(BookEvent event, EventMetadata metadata) {
            note(event, metadata);
        }
    }

    static class MovedListener {

        @KafkaListener(topics = "book-events")
        void on(BookEvent event, EventMetadata metadata) {
            note(event, metadata);
        }
    }
}
