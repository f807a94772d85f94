/** A sample service that owns books and their stock. */
@NullMarked
package com.bookstore.books;

import org.jspecify.annotations.NullMarked;
