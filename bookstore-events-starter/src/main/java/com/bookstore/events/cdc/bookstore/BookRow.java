package com.bookstore.events.cdc.bookstore;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of books.
 *
 * @param id the book's id
 * @param title the title
 * @param author the author's name
 * @param isbn the ISBN as entered
 * @param price the price
 * @param category the category the book is filed under
 * @param stock how many copies are in stock
 */
public record BookRow(
        @Nullable Long id,
        @Nullable String title,
        @Nullable String author,
        @Nullable String isbn,
        @Nullable BigDecimal price,
        @Nullable String category,
        @Nullable Integer stock) {}
