/** Rounds, ratios and what a JVM spends; nothing here knows what is measured. */
@NullMarked
package com.bookstore.benchmarks.measuring;

import org.jspecify.annotations.NullMarked;
