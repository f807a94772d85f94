package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.idempotency.Claim;
import java.util.concurrent.Executor;

/**
 * What one call wants to publish.
 *
 * @param claim the claim of its key; the same for each attempt, so that they agree on the event id
 * @param event the event
 * @param metadata the metadata of the event if the key is new
 * @param trace runs work within the caller's trace
 */
record Publication(Claim claim, DomainEvent event, EventMetadata metadata, Executor trace) {

    String key() {
        return claim.key();
    }

    boolean isSameAs(Publication other) {
        return claim.fingerprint().equals(other.claim.fingerprint());
    }
}
