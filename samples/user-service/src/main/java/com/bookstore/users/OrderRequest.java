package com.bookstore.users;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What a client orders. */
record OrderRequest(@NotNull Long userId, @NotEmpty @Size(max = 100) List<@NotNull @Valid Item> items) {

    /** So many copies of a book. */
    record Item(@NotNull Long bookId, @NotNull @Positive @Max(10_000) Integer quantity) {}
}
