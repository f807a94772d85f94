package com.bookstore.books;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The books of the shop.
 *
 * <p>Every change publishes its event as the last thing in its transaction and waits for the broker. A change whose event
 * cannot be published is rolled back, and since the book's row stays locked meanwhile, events are in the order of changes.
 * A crash just before the commit leaves an event without its change.
 */
@Service
class Catalogue {

    private final BookRepository books;
    private final EventPublisher events;

    Catalogue(BookRepository books, EventPublisher events) {
        this.books = books;
        this.events = events;
    }

    List<Book> findAll() {
        return books.findAll();
    }

    Book find(long id) {
        return books.find(id).orElseThrow(() -> new NoSuchBookException(id));
    }

    @Transactional
    Book add(BookRequest request) {
        Book book = books.insert(request);
        events.publish(new BookCreatedEvent(
                        book.id(),
                        book.title(),
                        book.author(),
                        book.isbn(),
                        book.price(),
                        book.category(),
                        book.stock()))
                .join();
        return book;
    }

    @Transactional
    Book change(long id, BookRequest request) {
        Book before = books.findAndLock(id).orElseThrow(() -> new NoSuchBookException(id));
        books.update(before.with(request));
        Book after = find(id);
        BookUpdatedEvent event = difference(before, after);
        if (!event.updatedFields().isEmpty()) {
            events.publish(event).join();
        }
        return after;
    }

    @Transactional
    void remove(long id) {
        if (!books.delete(id)) {
            throw new NoSuchBookException(id);
        }
        events.publish(new BookDeletedEvent(id)).join();
    }

    private static BookUpdatedEvent difference(Book before, Book after) {
        Map<String, @Nullable Object> updated = fields(after);
        Map<String, @Nullable Object> previous = fields(before);
        updated.keySet().removeIf(field -> Objects.equals(updated.get(field), previous.get(field)));
        previous.keySet().retainAll(updated.keySet());
        return new BookUpdatedEvent(before.id(), updated, previous);
    }

    private static Map<String, @Nullable Object> fields(Book book) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("title", book.title());
        fields.put("author", book.author());
        fields.put("isbn", book.isbn());
        fields.put("price", book.price());
        fields.put("category", book.category());
        return fields;
    }
}
