/** Events that commit together with the database: stored in the business transaction, relayed to Kafka afterwards. */
@NullMarked
package com.bookstore.events.outbox.relay;

import org.jspecify.annotations.NullMarked;
