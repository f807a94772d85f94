/** Events to Kafka, acknowledged or failed. */
@NullMarked
package com.bookstore.events.publishing;

import org.jspecify.annotations.NullMarked;
