package com.bookstore.books;

/** How many copies of a book there are, as so many movements add up. */
record BookStock(long bookId, int copies, long movements) {}
