package com.bookstore.books;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a client says about a book. The stock counts for a new book only: a PUT of an old copy must not undo orders. */
record BookRequest(
        @NotBlank @Size(max = 255) String title,
        @Size(max = 255) @Nullable String author,
        @Size(max = 32) @Nullable String isbn,
        @PositiveOrZero @Digits(integer = 8, fraction = 2) @Nullable BigDecimal price,
        @Size(max = 100) @Nullable String category,
        @PositiveOrZero @Nullable Integer stock) {}
