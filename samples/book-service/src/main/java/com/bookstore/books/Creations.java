package com.bookstore.books;

import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates one book for each idempotency key, and publishes one event of it, however often the request is sent.
 *
 * <p>Book, event and key are stored in one transaction. What fails, or a crash, leaves none of them, and the next request
 * begins anew; once it is committed the next request is answered with what is stored.
 */
@Service
class Creations {

    private final CreationRepository creations;
    private final Catalogue catalogue;
    private final TransactionOperations transactions;
    private final JsonMapper json;

    Creations(CreationRepository creations, Catalogue catalogue, TransactionOperations transactions, JsonMapper json) {
        this.creations = creations;
        this.catalogue = catalogue;
        this.transactions = transactions;
        this.json = json;
    }

    /** Returns the book as it was created, whatever has become of it since. */
    Book create(IdempotencyKey key, BookRequest request) {
        Book book = creations.findById(key.value()).map(this::book).orElseGet(() -> add(key, request));
        if (!book.equals(Book.of(request).withId(book.id()))) {
            throw new ResponseStatusException(
                    HttpStatus.UNPROCESSABLE_CONTENT, "This " + IdempotencyKey.HEADER + " was used for another book");
        }
        return book;
    }

    private Book add(IdempotencyKey key, BookRequest request) {
        try {
            return Objects.requireNonNull(transactions.execute(transaction -> {
                Book book = catalogue.add(request);
                creations.add(key.value(), json.writeValueAsString(book));
                return book;
            }));
        } catch (DuplicateKeyException sameRequest) {
            return creations.findById(key.value()).map(this::book).orElseThrow(() -> sameRequest);
        }
    }

    private Book book(Creation creation) {
        return json.readValue(creation.book(), Book.class);
    }
}
