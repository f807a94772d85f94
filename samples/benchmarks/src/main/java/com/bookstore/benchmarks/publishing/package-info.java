/** Publishing events, by the starter and without it. */
@NullMarked
package com.bookstore.benchmarks.publishing;

import org.jspecify.annotations.NullMarked;
