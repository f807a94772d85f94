package com.bookstore.users;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;

/** What a client orders. */
record OrderRequest(@NotNull Long userId, @NotEmpty List<@NotNull @Valid Item> items) {

    /** So many copies of a book. */
    record Item(@NotNull Long bookId, @NotNull @Positive Integer quantity) {}
}
