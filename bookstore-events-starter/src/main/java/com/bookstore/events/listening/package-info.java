/** Events from Kafka to listener methods. */
@NullMarked
package com.bookstore.events.listening;

import org.jspecify.annotations.NullMarked;
