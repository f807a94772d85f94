package com.bookstore.books;

import com.bookstore.books.StockMovement.Adjusted;
import com.bookstore.events.DomainEvent;
import com.bookstore.events.eventstore.aggregate.Aggregate;
import com.bookstore.events.eventstore.aggregate.SnapshotPolicy;
import java.util.ArrayList;
import java.util.List;

/** How the stock of a book follows from its movements, and which movements follow from a command. */
final class StockAggregate implements Aggregate<StockAggregate.Level, StockCommand> {

    static final String STREAM_TYPE = "stock";

    @Override
    public String streamType() {
        return STREAM_TYPE;
    }

    @Override
    public Level initialState() {
        return new Level(false, 0);
    }

    @Override
    public Level apply(Level level, DomainEvent event) {
        return event instanceof StockMovement movement ? new Level(true, movement.stock()) : level;
    }

    @Override
    public List<StockMovement> decide(Level level, StockCommand command) {
        Book book = command.book();
        List<StockMovement> movements = new ArrayList<>();
        if (!level.isOpen()) {
            movements.add(new Adjusted(book.id(), book.stock(), book.stock(), "opening balance"));
        } else if (level.copies() != book.stock()) {
            // somebody with access to the table, or an instance of an older version, has changed it
            int difference = book.stock() - level.copies();
            movements.add(new Adjusted(book.id(), difference, book.stock(), "changed without a movement"));
        }
        movements.addAll(command.decide(book.stock()));
        return movements;
    }

    @Override
    public SnapshotPolicy<Level> snapshots() {
        return SnapshotPolicy.of(Level.class, 1);
    }

    /** How many copies there are; a stream that is not open has no movements yet. */
    record Level(boolean isOpen, int copies) {}
}
