package com.bookstore.users;

/** What a user was told. */
record Notification(long bookId, String category, String message) {}
