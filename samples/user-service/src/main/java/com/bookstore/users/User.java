package com.bookstore.users;

import java.util.List;

/** A user, with the categories of which to be told. */
record User(long id, String email, List<String> interests) {}
