/** The event store, against the same SQL by hand, a small table and another library. */
@NullMarked
package com.bookstore.benchmarks.eventstore;

import org.jspecify.annotations.NullMarked;
