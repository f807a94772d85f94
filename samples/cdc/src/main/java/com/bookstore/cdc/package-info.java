/** Debezium in a Kafka Connect worker on a real database, without Docker, and steps that show what it captures. */
@NullMarked
package com.bookstore.cdc;

import org.jspecify.annotations.NullMarked;
