package com.bookstore.users;

import com.bookstore.events.domain.StockChangedEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.stereotype.Component;

/**
 * The stocks of books, which belong to the book service. What it and others publish of one book's stock comes in order, but
 * not what one topic says of the creation of a book and the other of its stock, nor what was a dead letter in between.
 */
@Component
class KnownStocks {

    private final KnownStockRepository stocks;
    private final JdbcAggregateOperations jdbc;

    KnownStocks(KnownStockRepository stocks, JdbcAggregateOperations jdbc) {
        this.stocks = stocks;
        this.jdbc = jdbc;
    }

    /** Begins with the stock of a new book, if nothing is known that came after it. */
    void open(long bookId, int copies, Instant at) {
        Instant since = stored(at);
        KnownStock known = stocks.findById(bookId).orElse(null);
        if (known == null) {
            jdbc.insert(new KnownStock(bookId, copies, since));
        } else if (since.isAfter(known.since())) {
            stocks.save(new KnownStock(bookId, copies, since));
        }
    }

    void change(StockChangedEvent event, Instant at) {
        var changed = new KnownStock(event.bookId(), event.newStock(), stored(at));
        KnownStock known = stocks.findById(event.bookId()).orElse(null);
        if (known == null) {
            jdbc.insert(changed); // save() takes a stock with an id for one that is stored already
        } else if (!known.isNewerThan(event, changed.since())) {
            stocks.save(changed);
        }
    }

    void forget(long bookId) {
        stocks.deleteById(bookId);
    }

    /** As exact as the database stores it. */
    private static Instant stored(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
