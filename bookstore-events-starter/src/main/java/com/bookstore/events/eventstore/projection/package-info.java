/** What is made of the event store's events in the service's own database: each event once, in order, by one instance. */
@NullMarked
package com.bookstore.events.eventstore.projection;

import org.jspecify.annotations.NullMarked;
