package com.bookstore.books;

import java.time.Instant;
import org.springframework.data.annotation.Id;

/** Few copies of a book are left: so many, since then. */
record Alert(@Id long bookId, int stock, Instant since) {}
