package com.bookstore.books;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A book as this service stores and shows it. */
record Book(
        long id,
        String title,
        @Nullable String author,
        @Nullable String isbn,
        @Nullable BigDecimal price,
        @Nullable String category,
        int stock) {

    Book with(BookRequest request) {
        return new Book(
                id, request.title(), request.author(), request.isbn(), request.price(), request.category(), stock);
    }

    Book withStock(int copies) {
        return new Book(id, title, author, isbn, price, category, copies);
    }
}
