package com.bookstore.users;

import com.bookstore.events.domain.StockChangedEvent;
import java.time.Duration;
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

    /** How far clocks are trusted. The log of MariaDB knows whole seconds only. */
    private static final Duration CLOCKS = Duration.ofSeconds(1);

    private final KnownStockRepository stocks;
    private final JdbcAggregateOperations jdbc;

    KnownStocks(KnownStockRepository stocks, JdbcAggregateOperations jdbc) {
        this.stocks = stocks;
        this.jdbc = jdbc;
    }

    /** Begins with the stock of a new book, unless what is known may have come after it. */
    void open(long bookId, int copies, Instant at) {
        var opened = new KnownStock(bookId, copies, null, stored(at));
        KnownStock known = stocks.findById(bookId).orElse(null);
        if (known == null) {
            jdbc.insert(opened);
        } else if (opened.since().isAfter(known.since().plus(CLOCKS))) {
            stocks.save(opened);
        }
    }

    void change(StockChangedEvent event, Instant at) {
        Instant since = stored(at);
        KnownStock known = stocks.findById(event.bookId()).orElse(null);
        if (known == null) {
            // save() takes a stock with an id for one that is stored already
            jdbc.insert(new KnownStock(event.bookId(), event.newStock(), event.previousStock(), since));
        } else if (!known.isNewerThan(event, since)) {
            stocks.save(known.after(event, since));
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
