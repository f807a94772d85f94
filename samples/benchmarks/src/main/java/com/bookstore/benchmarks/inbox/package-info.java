/** Handling each event once, by the starter and without it. */
@NullMarked
package com.bookstore.benchmarks.inbox;

import org.jspecify.annotations.NullMarked;
