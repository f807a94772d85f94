package com.bookstore.books;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

/** The table of books. Whatever is changed here also leaves the cache of this instance, once it is committed. */
interface BookRepository extends ListCrudRepository<Book, Long> {

    List<Book> findAllByOrderById();

    /** Finds a book and keeps others from changing it until the transaction ends. */
    @Lock(LockMode.PESSIMISTIC_WRITE)
    Optional<Book> findWithLockById(long id);

    /** Finds books that have no stream in the event store. */
    @Query(
            """
            select id from books where not exists (
              select 1 from event_store where aggregate_type = 'stock' and aggregate_id = concat(books.id, ''))
            order by id
            """)
    List<Long> findIdsWithoutMovements();

    @Override
    @CacheEvict(cacheNames = BookCache.NAME, key = "#book.id()")
    <S extends Book> S save(S book);

    @Override
    @CacheEvict(cacheNames = BookCache.NAME, key = "#book.id()")
    void delete(Book book);
}
