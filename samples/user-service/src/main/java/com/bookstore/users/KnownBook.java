package com.bookstore.users;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What this service knows of a book; learned from book-events only. */
record KnownBook(long id, String title, @Nullable BigDecimal price, @Nullable String category) {}
