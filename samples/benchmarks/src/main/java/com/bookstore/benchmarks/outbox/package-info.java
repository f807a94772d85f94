/** What the outbox costs a transaction, and how fast and how soon its events are on Kafka. */
@org.jspecify.annotations.NullMarked
package com.bookstore.benchmarks.outbox;
