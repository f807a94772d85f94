/** What changes of the bookstore's own tables mean. */
@NullMarked
package com.bookstore.events.cdc.bookstore;

import org.jspecify.annotations.NullMarked;
