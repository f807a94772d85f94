package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.test.embedded.EmbeddedEventBroker;
import com.bookstore.events.test.published.PublishedEvents;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@EmbeddedEventBroker
class BookTests {
    @Test
    void tells(@Autowired Catalogue books, PublishedEvents published) {
        books.create("Kafka in Action");
        assertThat(published).contains(BookCreatedEvent.class).withKey("1");
    }
}
