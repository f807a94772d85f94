/** The smallest service: one event, its listener, and nothing but the starter on the class path. */
@NullMarked
package com.bookstore.alone;

import org.jspecify.annotations.NullMarked;
