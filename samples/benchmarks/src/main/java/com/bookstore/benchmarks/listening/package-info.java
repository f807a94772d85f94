/** Listening to events, by the starter and without it. */
@NullMarked
package com.bookstore.benchmarks.listening;

import org.jspecify.annotations.NullMarked;
