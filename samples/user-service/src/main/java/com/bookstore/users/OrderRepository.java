package com.bookstore.users;

import org.springframework.data.repository.ListCrudRepository;

/** The tables of orders and of their lines. */
interface OrderRepository extends ListCrudRepository<Order, Long> {}
