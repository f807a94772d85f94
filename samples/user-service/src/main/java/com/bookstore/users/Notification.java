package com.bookstore.users;

import org.springframework.data.annotation.Id;

/** What a user was told. */
record Notification(@Id long id, long userId, long bookId, String category, String message) {}
