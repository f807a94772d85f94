/** Debezium's records, read into typed changes of rows. */
@NullMarked
package com.bookstore.events.cdc.change;

import org.jspecify.annotations.NullMarked;
