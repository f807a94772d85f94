/** How fast captured changes are published. */
@org.jspecify.annotations.NullMarked
package com.bookstore.benchmarks.cdc;
