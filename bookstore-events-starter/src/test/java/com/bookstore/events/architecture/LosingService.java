package com.bookstore.events.architecture;

import org.springframework.kafka.core.KafkaTemplate;

/** The code that the README warns of; it stands here to prove that it compiles, nobody runs it. */
final class LosingService {

    private final Books books;
    private final KafkaTemplate<String, Object> kafka;

    LosingService(Books books, KafkaTemplate<String, Object> kafka) {
        this.books = books;
        this.kafka = kafka;
    }

    interface Books {
        Book save(NewBook request);
    }

    record NewBook(String title) {}

    record Book(String id, String title) {}

    record BookCreated(Book book) {}

    Book create(NewBook request) {
        Book book = books.save(request);
        kafka.send("book-events", book.id(), new BookCreated(book)); // nobody looks at the result
        return book;
    }
}
