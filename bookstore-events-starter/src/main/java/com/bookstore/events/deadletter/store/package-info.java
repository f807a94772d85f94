/** Dead letters in a table: read from their topics, looked at, resolved and discarded. */
@NullMarked
package com.bookstore.events.deadletter.store;

import org.jspecify.annotations.NullMarked;
