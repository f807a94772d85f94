package com.bookstore.books;

import com.bookstore.events.EventMetadata;
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
    private final SaleRepository sales;
    private final EventPublisher events;

    Stock(BookRepository books, SaleRepository sales, EventPublisher events) {
        this.books = books;
        this.sales = sales;
        this.events = events;
    }

    @Transactional
    Book change(long bookId, int change) {
        Book book = lock(bookId);
        long stock = (long) book.stock() + change;
        if (stock < 0 || stock > Integer.MAX_VALUE) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "Book " + bookId + " has " + book.stock() + " copies; cannot add " + change);
        }
        return apply(book, (int) stock, change < 0 ? ChangeType.DECREASE : ChangeType.INCREASE, null);
    }

    @Transactional
    Book set(long bookId, int stock) {
        return apply(lock(bookId), stock, ChangeType.ADJUSTMENT, null);
    }

    /**
     * Sells an order's copies: all of them or, throwing, none. If this is rolled back after an event went out, the order is
     * sold by the next attempt, which publishes the stock that is left then.
     */
    @Transactional
    void sell(OrderCreatedEvent order, EventMetadata metadata) {
        // All copies are found before the first event goes out: a published event cannot be rolled back.
        List<Sold> sold = copies(order).entrySet().stream()
                .map(entry -> find(order, entry.getKey(), entry.getValue()))
                .toList();
        sold.forEach(it -> sales.save(Sale.of(order, it.book().id(), it.copies(), metadata.timestamp())));
        String orderId = order.orderId().toString();
        sold.forEach(it -> apply(it.book(), it.book().stock() - it.copies(), ChangeType.DECREASE, orderId));
    }

    private record Sold(Book book, int copies) {}

    private Sold find(OrderCreatedEvent order, long bookId, int copies) {
        Book book = books.findWithLockById(bookId)
                .orElseThrow(() -> new UnfulfillableOrderException(order.orderId(), "there is no book " + bookId));
        if (copies > book.stock()) {
            throw new UnfulfillableOrderException(
                    order.orderId(), copies + " copies of book " + bookId + " ordered, " + book.stock() + " in stock");
        }
        return new Sold(book, copies);
    }

    /** Adds up the lines of each book; sorted, so that two orders never wait for each other's rows. */
    private static Map<Long, Integer> copies(OrderCreatedEvent order) {
        var copies = new TreeMap<Long, Integer>();
        for (OrderItem item : order.items()) {
            if (item.quantity() < 1) {
                throw new UnfulfillableOrderException(order.orderId(), item.quantity() + " copies ordered");
            }
            copies.merge(item.bookId(), item.quantity(), Math::addExact);
        }
        return copies;
    }

    private Book lock(long bookId) {
        return books.findWithLockById(bookId).orElseThrow(() -> new NoSuchBookException(bookId));
    }

    private Book apply(Book before, int stock, ChangeType type, @Nullable String orderId) {
        Book after = books.save(before.withStock(stock));
        events.publish(new StockChangedEvent(after.id(), before.stock(), stock, type, orderId))
                .join();
        return after;
    }
}
