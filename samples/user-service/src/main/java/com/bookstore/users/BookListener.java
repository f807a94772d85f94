package com.bookstore.users;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the view of the catalogue and tells interested users. An event that arrives again has no further effect. */
@Component
class BookListener {

    private final KnownBooks books;
    private final Notifications notifications;

    BookListener(KnownBooks books, Notifications notifications) {
        this.books = books;
        this.notifications = notifications;
    }

    @Transactional
    @KafkaListener(topics = "book-events", groupId = "user-service-group")
    void on(BookEvent event) {
        if (event instanceof BookCreatedEvent created) {
            add(new KnownBook(created.bookId(), created.title(), created.price(), created.category()));
        } else if (event instanceof BookUpdatedEvent updated) {
            books.find(updated.bookId()).ifPresent(book -> change(book, updated.updatedFields()));
        } else if (event instanceof BookDeletedEvent deleted) {
            books.remove(deleted.bookId());
        }
    }

    private void add(KnownBook book) {
        books.save(book);
        notifications.announce(book);
    }

    private void change(KnownBook book, Map<String, @Nullable Object> fields) {
        var changed = new KnownBook(
                book.id(),
                (String) fields.getOrDefault("title", book.title()),
                (BigDecimal) fields.getOrDefault("price", book.price()),
                (String) fields.getOrDefault("category", book.category()));
        books.save(changed);
        if (fields.containsKey("category")) {
            notifications.announce(changed);
        }
    }
}
