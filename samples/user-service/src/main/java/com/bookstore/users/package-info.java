/** A sample service that owns users and their orders. */
@NullMarked
package com.bookstore.users;

import org.jspecify.annotations.NullMarked;
