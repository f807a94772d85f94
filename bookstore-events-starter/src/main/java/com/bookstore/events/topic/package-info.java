/** Logical topics, their settings and their creation. */
@NullMarked
package com.bookstore.events.topic;

import org.jspecify.annotations.NullMarked;
