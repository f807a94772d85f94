/** Aggregates that are made of their events: folded from a stream, decided about, kept as snapshots. */
@NullMarked
package com.bookstore.events.eventstore.aggregate;

import org.jspecify.annotations.NullMarked;
