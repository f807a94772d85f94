package com.bookstore.books;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.aggregate.Aggregates;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The movements of each book's stock, a stream in the event store.
 *
 * <p>They are recorded in the transaction that changes the book's row, while that row is locked: so row and stream always
 * tell the same, and nobody else appends to the stream meanwhile.
 */
@Component
class Movements {

    private final StockAggregate stock = new StockAggregate();
    private final Aggregates aggregates;
    private final EventStore store;

    Movements(Aggregates aggregates, EventStore store) {
        this.aggregates = aggregates;
        this.store = store;
    }

    /** Records what follows from a command, and returns how many copies there are then. */
    int record(StockCommand command) {
        String book = Long.toString(command.book().id());
        return aggregates.execute(stock, book, command).state().copies();
    }

    /** Records that a book is gone which nobody asked this service to remove, with the copies that its movements have left. */
    void recordLoss(long bookId) {
        StockAggregate.Level level =
                aggregates.load(stock, Long.toString(bookId)).state();
        if (level.isOpen()) {
            record(new StockCommand.Remove(new Book(bookId, "", null, null, null, null, level.copies(), null)));
        }
    }

    /** Reads movements of a book in their order, beginning with a version. */
    List<HistoryEntry> history(long bookId, long from, int limit) {
        return store.read(StockAggregate.STREAM_TYPE, Long.toString(bookId), from, limit).stream()
                .map(HistoryEntry::of)
                .toList();
    }
}
