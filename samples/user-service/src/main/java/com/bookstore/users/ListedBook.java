package com.bookstore.users;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A known book with its stock, if that is known. */
record ListedBook(
        long id, String title, @Nullable BigDecimal price, @Nullable String category, @Nullable Integer stock) {}
