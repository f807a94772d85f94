package com.bookstore.books;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A book as this service stores and shows it; a new one has the id 0 until the database gives it one. The origin is set by
 * {@link BookOrigin} while the book is stored, and is nobody else's business.
 */
@Table("books")
@JsonIgnoreProperties("origin")
record Book(
        @Id long id,
        String title,
        @Nullable String author,
        @Nullable String isbn,
        @Nullable BigDecimal price,
        @Nullable String category,
        int stock,
        @Nullable String origin) {

    static Book of(BookRequest request) {
        int stock = request.stock() == null ? 0 : request.stock();
        return new Book(0, "", null, null, null, null, stock, null).with(request);
    }

    Book with(BookRequest request) {
        return new Book(
                id,
                request.title(),
                request.author(),
                request.isbn(),
                cents(request.price()),
                request.category(),
                stock,
                null);
    }

    Book withId(long given) {
        return new Book(given, title, author, isbn, price, category, stock, null);
    }

    Book withStock(int copies) {
        return new Book(id, title, author, isbn, price, category, copies, null);
    }

    Book withOrigin(@Nullable String writer) {
        return new Book(id, title, author, isbn, price, category, stock, writer);
    }

    /** With two decimals, as the table has it: 34.9 and 34.90 are the same price. */
    private static @Nullable BigDecimal cents(@Nullable BigDecimal price) {
        return price == null ? null : price.setScale(2);
    }
}
