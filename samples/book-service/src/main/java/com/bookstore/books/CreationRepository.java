package com.bookstore.books;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** Requests for new books by their idempotency keys. */
interface CreationRepository extends Repository<Creation, String> {

    Optional<Creation> findById(String idempotencyKey);

    /** Another transaction that adds the same key waits for the end of this one, and fails if this one is committed. */
    @Modifying
    @Query("insert into creation (idempotency_key, book) values (:idempotencyKey, :book)")
    void add(String idempotencyKey, String book);
}
