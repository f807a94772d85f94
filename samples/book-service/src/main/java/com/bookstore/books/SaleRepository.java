package com.bookstore.books;

import java.util.List;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/** What was sold. */
interface SaleRepository extends ListCrudRepository<Sale, Long> {

    @Query(
            """
            select book_id, sum(copies) as copies, sum(revenue) as revenue, max(sold_at) as last_sale
            from sale group by book_id order by sum(copies) desc, book_id
            """)
    List<BookSales> findSalesOfBooks();
}
