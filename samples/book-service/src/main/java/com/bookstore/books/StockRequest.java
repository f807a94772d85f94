package com.bookstore.books;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies that came or went ({@code change}), or the result of a count ({@code stock}). */
record StockRequest(@Nullable Integer change, @PositiveOrZero @Nullable Integer stock) {

    /** The result of the count, where {@code change} is not given. */
    int counted() {
        return Objects.requireNonNull(stock);
    }

    @AssertTrue(message = "must be given: one of the two")
    boolean isChangeOrStock() {
        return (change == null) != (stock == null);
    }
}
