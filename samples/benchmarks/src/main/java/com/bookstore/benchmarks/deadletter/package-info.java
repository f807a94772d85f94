/** How fast stored dead letters are sent again. */
@org.jspecify.annotations.NullMarked
package com.bookstore.benchmarks.deadletter;
