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
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The books of the shop.
 *
 * <p>Every change publishes its event in its transaction: the outbox stores it, so both are committed or neither, and the
 * broker is not waited for. Since the book's row stays locked until the commit, events are in the order of changes.
 */
@Service
class Catalogue {

    private final BookRepository books;
    private final AlertRepository alerts;
    private final Movements movements;
    private final EventPublisher events;

    Catalogue(BookRepository books, AlertRepository alerts, Movements movements, EventPublisher events) {
        this.books = books;
        this.alerts = alerts;
        this.movements = movements;
        this.events = events;
    }

    List<Book> findAll() {
        return books.findAllByOrderById();
    }

    /** Finds a book, from the cache if it is there; {@code sync} keeps an eviction from overtaking a read. */
    @Cacheable(cacheNames = BookCache.NAME, sync = true)
    Book find(long id) {
        return books.findById(id).orElseThrow(() -> new NoSuchBookException(id));
    }

    @Transactional
    Book add(BookRequest request) {
        Book book = books.save(Book.of(request));
        movements.record(new StockCommand.Open(book));
        events.publish(created(book)).join();
        return book;
    }

    private static BookCreatedEvent created(Book book) {
        return new BookCreatedEvent(
                book.id(), book.title(), book.author(), book.isbn(), book.price(), book.category(), book.stock());
    }

    @Transactional
    Book change(long id, BookRequest request) {
        Book before = lock(id);
        Book after = books.save(before.with(request));
        BookUpdatedEvent event = difference(before, after);
        if (!event.updatedFields().isEmpty()) {
            events.publish(event).join();
        }
        return after;
    }

    @Transactional
    void remove(long id) {
        Book book = lock(id);
        movements.record(new StockCommand.Remove(book));
        books.delete(book);
        alerts.deleteById(id);
        events.publish(new BookDeletedEvent(id)).join();
    }

    private Book lock(long id) {
        return books.findWithLockById(id).orElseThrow(() -> new NoSuchBookException(id));
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
