/** What the measurements of Kafka share: a service on the starter, the events, the topic. */
@NullMarked
package com.bookstore.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
