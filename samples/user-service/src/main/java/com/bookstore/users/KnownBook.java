package com.bookstore.users;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** What this service knows of a book; learned from book-events only. */
record KnownBook(@Id long id, String title, @Nullable BigDecimal price, @Nullable String category) {}
