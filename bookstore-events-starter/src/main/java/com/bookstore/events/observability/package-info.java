/** What is observed of events and of the broker: meters, traces, health, correlation, log context. */
@NullMarked
package com.bookstore.events.observability;

import org.jspecify.annotations.NullMarked;
