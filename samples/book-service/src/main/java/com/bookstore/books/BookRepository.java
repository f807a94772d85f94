package com.bookstore.books;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** The tables of this service. */
@Repository
class BookRepository {

    private final JdbcClient jdbc;

    BookRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Book> findAll() {
        return jdbc.sql("select * from book order by id").query(Book.class).list();
    }

    Optional<Book> find(long id) {
        return jdbc.sql("select * from book where id = ?")
                .param(id)
                .query(Book.class)
                .optional();
    }

    /** Finds a book and keeps others from changing it until the transaction ends. */
    Optional<Book> findAndLock(long id) {
        return jdbc.sql("select * from book where id = ? for update")
                .param(id)
                .query(Book.class)
                .optional();
    }

    Book insert(BookRequest book) {
        var key = new GeneratedKeyHolder();
        jdbc.sql(
                        """
                        insert into book (title, author, isbn, price, category, stock)
                        values (:title, :author, :isbn, :price, :category, coalesce(:stock, 0))
                        """)
                .paramSource(book)
                .update(key, "id");
        return find(Objects.requireNonNull(key.getKeyAs(Long.class))).orElseThrow();
    }

    void update(Book book) {
        jdbc.sql(
                        """
                        update book set title = :title, author = :author, isbn = :isbn, price = :price,
                            category = :category, stock = :stock where id = :id
                        """)
                .paramSource(book)
                .update();
    }

    boolean delete(long id) {
        return jdbc.sql("delete from book where id = ?").param(id).update() == 1;
    }

    boolean isHandled(String eventId) {
        return jdbc.sql("select count(*) from handled_event where event_id = ?")
                        .param(eventId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void markHandled(String eventId) {
        jdbc.sql("insert into handled_event (event_id) values (?)")
                .param(eventId)
                .update();
    }
}
