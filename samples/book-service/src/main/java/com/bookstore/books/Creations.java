package com.bookstore.books;

import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates one book for each idempotency key, and publishes one event of it, however often the request is sent:
 *
 * <ol>
 *   <li>The key is stored together with the book, which has its id by then but is not there yet.
 *   <li>The event is published, once for the id.
 *   <li>The book is stored, and the key marked as done.
 * </ol>
 *
 * What fails, or a crash, leaves the key with the id. The next request goes on from there: the same book, the same event.
 * No connection is held while the broker is waited for, as the publisher needs one of its own.
 */
@Service
class Creations {

    private final CreationRepository creations;
    private final BookRepository books;
    private final JdbcAggregateOperations jdbc;
    private final TransactionOperations transactions;
    private final JsonMapper json;
    private final IdempotentEventPublisher events;

    Creations(
            CreationRepository creations,
            BookRepository books,
            JdbcAggregateOperations jdbc,
            TransactionOperations transactions,
            JsonMapper json,
            IdempotentEventPublisher events) {
        this.creations = creations;
        this.books = books;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
        this.events = events;
    }

    /** Returns the book as it was created, whatever has become of it since. */
    Book create(IdempotencyKey key, BookRequest request) {
        Book wanted = Book.of(request);
        Creation creation = creations.findById(key.value()).orElseGet(() -> begin(key, wanted));
        Book book = json.readValue(creation.book(), Book.class);
        if (!book.equals(wanted.withId(book.id()))) {
            throw new ResponseStatusException(
                    HttpStatus.UNPROCESSABLE_CONTENT, "This " + IdempotencyKey.HEADER + " was used for another book");
        }
        if (!creation.done()) {
            events.publish("bookCreated " + book.id(), Catalogue.created(book));
            finish(key, book);
        }
        return book;
    }

    private Creation begin(IdempotencyKey key, Book wanted) {
        try {
            return Objects.requireNonNull(transactions.execute(transaction -> {
                Book book = books.save(wanted);
                books.delete(book); // the id stays: nobody else gets it
                var creation = new Creation(key.value(), json.writeValueAsString(book), false);
                creations.begin(creation.idempotencyKey(), creation.book());
                return creation;
            }));
        } catch (DuplicateKeyException sameRequest) {
            return creations.findById(key.value()).orElseThrow(() -> sameRequest);
        }
    }

    private void finish(IdempotencyKey key, Book book) {
        transactions.executeWithoutResult(transaction -> {
            if (creations.finish(key.value())) {
                jdbc.insert(book); // save() takes a book with an id for one that is stored already
            }
        });
    }
}
