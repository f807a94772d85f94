package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.Database;
import com.bookstore.events.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What a service does for an order: a row for the order, and fewer copies in stock. */
final class BusinessTransaction {

    private static final String ORDER =
            "INSERT INTO orders (customer, book_id, copies, placed_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP)";
    private static final String STOCK = "UPDATE stock SET copies = copies - ? WHERE book_id = ? AND copies >= ?";
    private static final int BOOKS = 20_000;
    private static final int COPIES = 2;

    private final Database database;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    BusinessTransaction(OutboxService outbox) {
        this.database = outbox.database();
        this.jdbc = outbox.jdbc();
        this.transactions = outbox.transactions();
        database.execute(
                """
                CREATE TABLE orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer VARCHAR(64) NOT NULL,
                  book_id BIGINT NOT NULL, copies INTEGER NOT NULL, placed_at TIMESTAMP WITH TIME ZONE NOT NULL)""");
        database.execute("CREATE TABLE stock (book_id BIGINT PRIMARY KEY, copies INTEGER NOT NULL)");
        Books books = outbox.service().books();
        List<Object[]> stock = new ArrayList<>(BOOKS);
        for (int i = 0; i < BOOKS; i++) {
            stock.add(new Object[] {books.get(i).event().bookId(), Integer.MAX_VALUE});
        }
        transactions.executeWithoutResult(status -> jdbc.batchUpdate("INSERT INTO stock VALUES (?, ?)", stock));
    }

    static String sql() {
        return String.join("; ", "BEGIN", ORDER, STOCK, "[INSERT INTO outbox]", "COMMIT");
    }

    /** Orders a book. The publication is a part of the transaction. */
    void run(Book book, Consumer<DomainEvent> publication) {
        transactions.executeWithoutResult(status -> {
            jdbc.update(ORDER, "customer-" + book.key(), book.event().bookId(), COPIES);
            int changed = jdbc.update(STOCK, COPIES, book.event().bookId(), COPIES);
            if (changed != 1) {
                throw new IllegalStateException("There is no book " + book.key());
            }
            publication.accept(book.event());
        });
    }

    /** Starts again without orders. */
    void clear() {
        database.empty("orders");
        database.empty(OutboxService.TABLE);
        database.execute("VACUUM ANALYZE stock");
        database.settle();
    }

    void verify(long orders) {
        long found = database.number("SELECT COUNT(*) FROM orders");
        if (found != orders) {
            throw new LostEventsException("the table orders", new Tally.Count(orders, 0), new Tally.Count(found, 0));
        }
    }
}
