/** A listener whose records fail one after the other is paused until one of them succeeds. */
@NullMarked
package com.bookstore.events.deadletter.breaker;

import org.jspecify.annotations.NullMarked;
