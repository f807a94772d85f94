/** One event per idempotency key, whoever publishes it and however often. */
@NullMarked
package com.bookstore.events.publishing.idempotent;

import org.jspecify.annotations.NullMarked;
