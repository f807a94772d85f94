package com.bookstore.users;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the view of the catalogue and tells interested users. An event that arrives again has no further effect. */
@Component
class BookListener {

    private final KnownBookRepository books;
    private final KnownStocks stocks;
    private final NotificationRepository notifications;
    private final JdbcAggregateOperations jdbc;

    BookListener(
            KnownBookRepository books,
            KnownStocks stocks,
            NotificationRepository notifications,
            JdbcAggregateOperations jdbc) {
        this.books = books;
        this.stocks = stocks;
        this.notifications = notifications;
        this.jdbc = jdbc;
    }

    @Transactional
    @KafkaListener(topics = "book-events")
    void on(BookEvent event, EventMetadata metadata) {
        if (event instanceof BookCreatedEvent created) {
            add(new KnownBook(created.bookId(), created.title(), created.price(), created.category()));
            if (created.stock() != null) {
                stocks.open(created.bookId(), created.stock(), metadata.timestamp());
            }
        } else if (event instanceof BookUpdatedEvent updated) {
            books.findById(updated.bookId()).ifPresent(book -> change(book, updated.updatedFields()));
        } else if (event instanceof BookDeletedEvent deleted) {
            books.deleteById(deleted.bookId());
            stocks.forget(deleted.bookId());
        }
    }

    private void add(KnownBook book) {
        if (books.existsById(book.id())) {
            books.save(book);
        } else {
            jdbc.insert(book); // save() takes a book with an id for one that is stored already
        }
        tellInterested(book);
    }

    private void change(KnownBook book, Map<String, @Nullable Object> fields) {
        var changed = new KnownBook(
                book.id(),
                (String) fields.getOrDefault("title", book.title()),
                (BigDecimal) fields.getOrDefault("price", book.price()),
                (String) fields.getOrDefault("category", book.category()));
        books.save(changed);
        if (fields.containsKey("category")) {
            tellInterested(changed);
        }
    }

    private void tellInterested(KnownBook book) {
        String category = book.category();
        if (category != null) {
            notifications.tellInterested(book.id(), category, "New in " + category + ": " + book.title());
        }
    }
}
