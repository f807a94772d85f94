/** What is recorded about events: meters, correlation, log context. */
@NullMarked
package com.bookstore.events.observability;

import org.jspecify.annotations.NullMarked;
