/** Changes of tables that other programs write, captured by Debezium, published as events. */
@NullMarked
package com.bookstore.events.cdc;

import org.jspecify.annotations.NullMarked;
