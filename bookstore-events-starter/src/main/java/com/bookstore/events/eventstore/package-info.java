/** Append-only streams of events in the service's own database: what aggregates are made of, and what projections read. */
@NullMarked
package com.bookstore.events.eventstore;

import org.jspecify.annotations.NullMarked;
