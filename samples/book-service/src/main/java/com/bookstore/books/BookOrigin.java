package com.bookstore.books;

import java.util.UUID;
import org.springframework.data.relational.core.conversion.MutableAggregateChange;
import org.springframework.data.relational.core.mapping.event.AfterSaveCallback;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;
import org.springframework.data.relational.core.mapping.event.BeforeDeleteCallback;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Marks in the table of books what this service writes. It publishes these changes itself; whoever reads changes of the table
 * from the database's log passes them over. A mark stays in the row when others write it, so each is another one, and a row
 * is marked before it is deleted.
 */
@Component
class BookOrigin implements BeforeConvertCallback<Book>, AfterSaveCallback<Book>, BeforeDeleteCallback<Book> {

    private static final String SERVICE = "book-service:";

    private final JdbcClient jdbc;

    BookOrigin(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Book onBeforeConvert(Book book) {
        return book.withOrigin(SERVICE + UUID.randomUUID());
    }

    @Override
    public Book onAfterSave(Book book) {
        return book.withOrigin(null);
    }

    @Override
    public Book onBeforeDelete(Book book, MutableAggregateChange<Book> change) {
        jdbc.sql("update books set origin = ? where id = ?")
                .params(SERVICE + "delete", book.id())
                .update();
        return book;
    }
}
