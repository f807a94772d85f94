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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many copies of each book there are. Movements are recorded, and events published as in {@link Catalogue}: as a part of
 * the transaction that changes the book's row.
 */
@Service
class Stock {

    private final BookRepository books;
    private final SaleRepository sales;
    private final Movements movements;
    private final EventPublisher events;

    Stock(BookRepository books, SaleRepository sales, Movements movements, EventPublisher events) {
        this.books = books;
        this.sales = sales;
        this.movements = movements;
        this.events = events;
    }

    @Transactional
    Book change(long bookId, int change) {
        ChangeType type = change < 0 ? ChangeType.DECREASE : ChangeType.INCREASE;
        return apply(new StockCommand.Change(lock(bookId), change), type);
    }

    @Transactional
    Book set(long bookId, int stock) {
        return apply(new StockCommand.Count(lock(bookId), stock), ChangeType.ADJUSTMENT);
    }

    /** Begins the stream of a book that has none. */
    @Transactional
    void open(long bookId) {
        books.findWithLockById(bookId).map(StockCommand.Open::new).ifPresent(movements::record);
    }

    /** Sells an order's copies: all of them or, throwing, none. What was done for other books of the order is rolled back. */
    @Transactional
    void sell(OrderCreatedEvent order, EventMetadata metadata) {
        String orderId = order.orderId().toString();
        for (StockCommand.Sell sale : lock(order)) {
            Book book = sale.book();
            int stock = movements.record(sale);
            sales.save(Sale.of(order, book.id(), sale.copies(), metadata.timestamp()));
            apply(book, stock, ChangeType.DECREASE, orderId);
        }
    }

    /**
     * Locks all books before any stream is read: where a transaction sees the state of its first read (MySQL, MariaDB), it
     * would not see what others appended while it waited for a lock.
     */
    private List<StockCommand.Sell> lock(OrderCreatedEvent order) {
        return copies(order).entrySet().stream()
                .map(line -> new StockCommand.Sell(find(order, line.getKey()), order.orderId(), line.getValue()))
                .toList();
    }

    private Book find(OrderCreatedEvent order, long bookId) {
        return books.findWithLockById(bookId)
                .orElseThrow(() -> new UnfulfillableOrderException(order.orderId(), "there is no book " + bookId));
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

    private Book apply(StockCommand command, ChangeType type) {
        return apply(command.book(), movements.record(command), type, null);
    }

    private Book apply(Book before, int stock, ChangeType type, @Nullable String orderId) {
        Book after = books.save(before.withStock(stock));
        events.publish(new StockChangedEvent(after.id(), before.stock(), stock, type, orderId))
                .join();
        return after;
    }
}
