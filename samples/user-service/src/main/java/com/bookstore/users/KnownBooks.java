package com.bookstore.users;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** This service's own view of the catalogue: it answers without asking the book service. */
@Repository
class KnownBooks {

    private final JdbcClient jdbc;

    KnownBooks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<KnownBook> findAll() {
        return jdbc.sql("select * from known_book order by id")
                .query(KnownBook.class)
                .list();
    }

    Optional<KnownBook> find(long id) {
        return jdbc.sql("select * from known_book where id = ?")
                .param(id)
                .query(KnownBook.class)
                .optional();
    }

    void save(KnownBook book) {
        jdbc.sql("merge into known_book (id, title, price, category) values (:id, :title, :price, :category)")
                .paramSource(book)
                .update();
    }

    void remove(long id) {
        jdbc.sql("delete from known_book where id = ?").param(id).update();
    }
}
