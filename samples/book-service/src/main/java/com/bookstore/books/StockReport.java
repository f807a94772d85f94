package com.bookstore.books;

import com.bookstore.books.StockMovement.Removed;
import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.eventstore.projection.Projection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The movements of all books, added up in a table. It follows the event store a moment later, so nothing is decided on it;
 * and it can be made again from the movements at any time.
 */
@Component
class StockReport implements Projection {

    static final String NAME = "book-stock";

    private final JdbcClient jdbc;

    StockReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<BookStock> findAll() {
        return jdbc.sql("select book_id, copies, movements from book_stock order by book_id")
                .query(BookStock.class)
                .list();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EventFilter filter() {
        return EventFilter.all().streamTypes(StockAggregate.STREAM_TYPE);
    }

    /** Adds, and need not fear to add twice: this and the note of how far it has come are one transaction. */
    @Override
    public void on(StoredEvent event) {
        var movement = (StockMovement) event.event();
        if (movement instanceof Removed) {
            jdbc.sql("delete from book_stock where book_id = ?")
                    .param(movement.bookId())
                    .update();
        } else if (add(movement) == 0) {
            jdbc.sql("insert into book_stock (book_id, copies, movements) values (?, ?, 1)")
                    .params(movement.bookId(), movement.quantity())
                    .update();
        }
    }

    private int add(StockMovement movement) {
        return jdbc.sql("update book_stock set copies = copies + ?, movements = movements + 1 where book_id = ?")
                .params(movement.quantity(), movement.bookId())
                .update();
    }

    @Override
    public void reset() {
        jdbc.sql("delete from book_stock").update();
    }
}
