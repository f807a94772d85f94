/** What the starter costs, measured against what a service would do without it. */
@NullMarked
package com.bookstore.benchmarks;

import org.jspecify.annotations.NullMarked;
