package com.bookstore.books;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

/** Copies that came or went ({@code change}), or the result of a count ({@code stock}). */
record StockRequest(@Nullable Integer change, @PositiveOrZero @Nullable Integer stock) {

    @AssertTrue(message = "must be given: one of the two")
    boolean isChangeOrStock() {
        return (change == null) != (stock == null);
    }
}
