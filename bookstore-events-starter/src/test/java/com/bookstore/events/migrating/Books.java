package com.bookstore.events.migrating;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.math.BigDecimal;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

/** A book-service: adds a book and takes it away again, in the classic way or in the new one. */
interface Books {

    void add(long id, String title);

    void remove(long id);

    @Configuration
    @EnableAutoConfiguration
    class Classic {

        @Bean
        Books books(KafkaTemplate<String, Object> kafka) {
            return new Books() {
                @Override
                public void add(long id, String title) {
                    var event = new com.bookstore.event.BookCreatedEvent();
                    event.bookId = id;
                    event.title = title;
                    event.price = new BigDecimal("29.90");
                    kafka.send("book-events", event.bookId.toString(), event);
                }

                @Override
                public void remove(long id) {
                    var event = new com.bookstore.event.BookDeletedEvent();
                    event.bookId = id;
                    kafka.send("book-events", event.bookId.toString(), event);
                }
            };
        }
    }

    @Configuration
    @EnableAutoConfiguration
    class Moved {

        @Bean
        Books books(EventPublisher events) {
            String author = "Frank Herbert";
            String isbn = null;
            BigDecimal price = new BigDecimal("29.90");
            String category = null;
            Integer stock = null;
            return new Books() {
                @Override
                public void add(long id, String title) {
                    events.publish(new BookCreatedEvent(id, title, author, isbn, price, category, stock));
                }

                @Override
                public void remove(long id) {
                    events.publish(new BookDeletedEvent(id));
                }
            };
        }
    }
}
