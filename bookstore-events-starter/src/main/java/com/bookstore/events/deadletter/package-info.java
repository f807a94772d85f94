/** Records that could not be handled: kept with their bytes and their cause. */
@NullMarked
package com.bookstore.events.deadletter;

import org.jspecify.annotations.NullMarked;
