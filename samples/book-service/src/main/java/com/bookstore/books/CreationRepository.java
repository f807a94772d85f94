package com.bookstore.books;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** Requests for new books by their idempotency keys. */
interface CreationRepository extends Repository<Creation, String> {

    Optional<Creation> findById(String idempotencyKey);

    @Modifying
    @Query("insert into creation (idempotency_key, book, done) values (:idempotencyKey, :book, false)")
    void begin(String idempotencyKey, String book);

    /** Whether it was not done yet. Another transaction that asks at the same time waits for the end of this one. */
    @Modifying
    @Query("update creation set done = true where idempotency_key = :idempotencyKey and done = false")
    boolean finish(String idempotencyKey);
}
