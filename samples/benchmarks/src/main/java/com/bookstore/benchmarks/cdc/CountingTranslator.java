package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.ChangeTranslator;
import com.bookstore.events.cdc.bookstore.BookRow;
import com.bookstore.events.cdc.bookstore.BookTranslator;
import com.bookstore.events.cdc.change.RowChange;
import java.util.List;

/** The ready translator of books, which counts what is published. */
final class CountingTranslator implements ChangeTranslator<BookRow> {

    private final BookTranslator ready = new BookTranslator("books", true);
    private final Tally published = new Tally();

    @Override
    public String table() {
        return ready.table();
    }

    @Override
    public Class<BookRow> rowType() {
        return ready.rowType();
    }

    @Override
    public List<DomainEvent> translate(RowChange<BookRow> change) {
        return ready.translate(change);
    }

    @Override
    public void published(RowChange<BookRow> change) {
        published.add(0);
    }

    Tally tally() {
        return published;
    }
}
