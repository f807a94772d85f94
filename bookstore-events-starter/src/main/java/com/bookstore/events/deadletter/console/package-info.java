/** A page under the management context that shows, replays and closes stored dead letters. */
@NullMarked
package com.bookstore.events.deadletter.console;

import org.jspecify.annotations.NullMarked;
