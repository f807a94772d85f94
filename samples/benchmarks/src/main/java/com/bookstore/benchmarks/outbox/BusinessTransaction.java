package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.Database;
import com.bookstore.events.DomainEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What the sample user-service does for an order of one book: it looks for user and book, and stores the order and its line. */
final class BusinessTransaction {

    private static final String USER = "SELECT COUNT(*) FROM users WHERE id = ?";
    private static final String BOOK = "SELECT price FROM known_book WHERE id = ?";
    private static final String ORDER = "INSERT INTO orders (user_id, total_amount) VALUES (?, ?) RETURNING id";
    private static final String LINE =
            "INSERT INTO order_line (order_id, line_number, book_id, quantity, unit_price) VALUES (?, 0, ?, ?, ?)";
    private static final BigDecimal PRICE = new BigDecimal("29.90");
    private static final int BOOKS = 20_000;
    private static final int USERS = 1_000;
    private static final int COPIES = 2;

    private final Database database;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    BusinessTransaction(OutboxService outbox) {
        this.database = outbox.database();
        this.jdbc = outbox.jdbc();
        this.transactions = outbox.transactions();
        database.execute("CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR(255) NOT NULL)");
        database.execute("INSERT INTO users SELECT n, 'reader-' || n || '@example.com' FROM generate_series(0, %d) n"
                .formatted(USERS - 1));
        database.execute("CREATE TABLE known_book (id BIGINT PRIMARY KEY, price DECIMAL(19, 2))");
        Books books = outbox.service().books();
        List<Object[]> known = new ArrayList<>(BOOKS);
        for (int i = 0; i < BOOKS; i++) {
            known.add(new Object[] {books.get(i).event().bookId(), PRICE});
        }
        transactions.executeWithoutResult(status -> jdbc.batchUpdate("INSERT INTO known_book VALUES (?, ?)", known));
        database.execute(
                """
                CREATE TABLE orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id BIGINT NOT NULL,
                  total_amount DECIMAL(19, 2))""");
        database.execute(
                """
                CREATE TABLE order_line (order_id BIGINT NOT NULL, line_number INTEGER NOT NULL, book_id BIGINT NOT NULL,
                  quantity INTEGER NOT NULL, unit_price DECIMAL(19, 2), PRIMARY KEY (order_id, line_number))""");
    }

    static String sql() {
        return String.join("; ", "BEGIN", USER, BOOK, ORDER, LINE, "[INSERT INTO outbox]", "COMMIT");
    }

    /** Orders a book. The publication is a part of the transaction. */
    void run(Book book, Consumer<DomainEvent> publication) {
        long id = book.event().bookId();
        long user = id % USERS;
        transactions.executeWithoutResult(status -> {
            jdbc.queryForObject(USER, Integer.class, user);
            BigDecimal price = jdbc.queryForObject(BOOK, BigDecimal.class, id);
            BigDecimal total = Objects.requireNonNull(price).multiply(BigDecimal.valueOf(COPIES));
            Long order = jdbc.queryForObject(ORDER, Long.class, user, total);
            jdbc.update(LINE, order, id, COPIES, price);
            publication.accept(book.event());
        });
    }

    /** Starts again without orders. */
    void clear() {
        database.empty("orders");
        database.empty("order_line");
        database.empty(OutboxService.TABLE);
        database.settle();
    }

    void verify(long orders) {
        long found = database.number("SELECT COUNT(*) FROM orders");
        if (found != orders) {
            throw new LostEventsException("the table orders", new Tally.Count(orders, 0), new Tally.Count(found, 0));
        }
    }
}
