package com.bookstore.books;

import org.springframework.data.annotation.Id;

/** A request for a new book that has an idempotency key: the book as it is answered, in JSON, and whether it is stored. */
record Creation(@Id String idempotencyKey, String book, boolean done) {}
