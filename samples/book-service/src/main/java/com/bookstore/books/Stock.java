package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** How many copies of each book there are. Publishes like {@link Catalogue}: as a part of the transaction. */
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

    /** Sells an order's copies: all of them or, throwing, none. Events of books before the missing one are rolled back, too. */
    @Transactional
    void sell(OrderCreatedEvent order, EventMetadata metadata) {
        copies(order).forEach((bookId, copies) -> {
            Book book = find(order, bookId, copies);
            sales.save(Sale.of(order, bookId, copies, metadata.timestamp()));
            apply(
                    book,
                    book.stock() - copies,
                    ChangeType.DECREASE,
                    order.orderId().toString());
        });
    }

    private Book find(OrderCreatedEvent order, long bookId, int copies) {
        Book book = books.findWithLockById(bookId)
                .orElseThrow(() -> new UnfulfillableOrderException(order.orderId(), "there is no book " + bookId));
        if (copies > book.stock()) {
            throw new UnfulfillableOrderException(
                    order.orderId(), copies + " copies of book " + bookId + " ordered, " + book.stock() + " in stock");
        }
        return book;
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
