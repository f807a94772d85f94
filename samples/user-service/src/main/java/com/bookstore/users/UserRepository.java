package com.bookstore.users;

import org.springframework.data.repository.ListCrudRepository;

/** The tables of users and of their interests. */
interface UserRepository extends ListCrudRepository<User, Long> {}
