package com.bookstore.books;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a book sells. The revenue is that of the sales whose prices are known; {@code null} if none is. */
record BookSales(long bookId, long copies, @Nullable BigDecimal revenue, Instant lastSale) {}
