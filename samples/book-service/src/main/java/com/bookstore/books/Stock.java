package com.bookstore.books;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** How many copies of each book there are. Publishes like {@link Catalogue}: last in the transaction, and waits. */
@Service
class Stock {

    private final BookRepository books;
    private final EventPublisher events;

    Stock(BookRepository books, EventPublisher events) {
        this.books = books;
        this.events = events;
    }

    @Transactional
    void change(long bookId, int change) {
        Book book = lock(bookId);
        long stock = (long) book.stock() + change;
        if (stock < 0 || stock > Integer.MAX_VALUE) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "Book " + bookId + " has " + book.stock() + " copies; cannot add " + change);
        }
        apply(book, (int) stock, change < 0 ? ChangeType.DECREASE : ChangeType.INCREASE, null);
    }

    @Transactional
    void set(long bookId, int stock) {
        apply(lock(bookId), stock, ChangeType.ADJUSTMENT, null);
    }

    /** Takes an order's copies out of stock: all of them or, throwing, none. An event that arrives again changes nothing. */
    @Transactional
    void take(OrderCreatedEvent order, String eventId) {
        if (books.isHandled(eventId)) {
            return;
        }
        books.markHandled(eventId);
        // All copies are found before the first event goes out: a published event cannot be rolled back.
        List<Taken> taken = quantities(order).entrySet().stream()
                .map(entry -> find(order, entry.getKey(), entry.getValue()))
                .toList();
        String orderId = order.orderId().toString();
        taken.forEach(it -> apply(it.book(), it.book().stock() - it.quantity(), ChangeType.DECREASE, orderId));
    }

    private record Taken(Book book, int quantity) {}

    private Taken find(OrderCreatedEvent order, long bookId, int quantity) {
        Book book = books.findAndLock(bookId)
                .orElseThrow(() -> new UnfulfillableOrderException(order.orderId(), "there is no book " + bookId));
        if (quantity > book.stock()) {
            throw new UnfulfillableOrderException(
                    order.orderId(),
                    quantity + " copies of book " + bookId + " ordered, " + book.stock() + " in stock");
        }
        return new Taken(book, quantity);
    }

    /** Adds up the lines of each book; sorted, so that two orders never wait for each other's rows. */
    private static Map<Long, Integer> quantities(OrderCreatedEvent order) {
        var quantities = new TreeMap<Long, Integer>();
        for (OrderItem item : order.items()) {
            if (item.quantity() < 1) {
                throw new UnfulfillableOrderException(order.orderId(), item.quantity() + " copies ordered");
            }
            quantities.merge(item.bookId(), item.quantity(), Math::addExact);
        }
        return quantities;
    }

    private Book lock(long bookId) {
        return books.findAndLock(bookId).orElseThrow(() -> new NoSuchBookException(bookId));
    }

    private void apply(Book book, int stock, ChangeType type, @Nullable String orderId) {
        books.update(book.withStock(stock));
        events.publish(new StockChangedEvent(book.id(), book.stock(), stock, type, orderId))
                .join();
    }
}
