package com.bookstore.users;

import org.springframework.data.repository.ListCrudRepository;

interface KnownStockRepository extends ListCrudRepository<KnownStock, Long> {}
