package com.bookstore.books;

import java.util.List;
import org.springframework.data.repository.ListCrudRepository;

/** The books of which few copies are left; at most one alert for each. */
interface AlertRepository extends ListCrudRepository<Alert, Long> {

    List<Alert> findAllByOrderByBookId();
}
