package com.bookstore.books;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Nobody has a book of this id; over HTTP a 404. */
final class NoSuchBookException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    NoSuchBookException(long id) {
        super(HttpStatus.NOT_FOUND, "There is no book " + id);
    }
}
