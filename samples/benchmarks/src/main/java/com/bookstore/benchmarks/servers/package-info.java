/** The servers beside the broker: real ones, in processes of their own, set up as in production. */
@NullMarked
package com.bookstore.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
