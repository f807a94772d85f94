package com.bookstore.books;

import org.springframework.data.annotation.Id;

/** A request for a new book that has an idempotency key, with the book as it is answered, in JSON. */
record Creation(@Id String idempotencyKey, String book) {}
