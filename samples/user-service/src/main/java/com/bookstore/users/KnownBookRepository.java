package com.bookstore.users;

import java.util.List;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/** This service's own view of the catalogue: it answers without asking the book service. */
interface KnownBookRepository extends ListCrudRepository<KnownBook, Long> {

    @Query(
            """
            select b.id, b.title, b.price, b.category, s.copies as stock from known_book b
            left join known_stock s on s.book_id = b.id
            order by b.id
            """)
    List<ListedBook> findAllWithStock();

    /**
     * Books that a user has not ordered, of the categories that are of interest or that the user has ordered from; what
     * all users have ordered most comes first.
     */
    @Query(
            """
            select b.id, b.title, b.price, b.category from known_book b
            where b.category in (
                select i.category from interest i where i.user_id = :userId
                union select k.category from known_book k
                    join order_line l on l.book_id = k.id join orders o on o.id = l.order_id where o.user_id = :userId)
            and b.id not in (
                select l.book_id from order_line l join orders o on o.id = l.order_id where o.user_id = :userId)
            order by (select coalesce(sum(l.quantity), 0) from order_line l where l.book_id = b.id) desc, b.id
            limit 10
            """)
    List<KnownBook> findRecommendations(long userId);
}
