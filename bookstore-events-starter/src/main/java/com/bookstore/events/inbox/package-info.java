/** A consumer's handled events, in its own database transaction: each has its effect once. */
@NullMarked
package com.bookstore.events.inbox;

import org.jspecify.annotations.NullMarked;
