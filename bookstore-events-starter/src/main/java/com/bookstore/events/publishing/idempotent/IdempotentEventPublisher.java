package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one event per idempotency key within the store's retention: one event id, whoever publishes the key, from
 * however many threads and instances, also across crashes; as a rule one record. Thread-safe.
 *
 * <ol>
 *   <li>The key is claimed for the lease in the store, together with the metadata of its event.
 *   <li>The event is sent with the metadata that is stored with the claim.
 *   <li>When the broker has acknowledged it, the claim is confirmed.
 *   <li>An event that was certainly not sent gives the key back; one that may have been sent ends the lease but keeps the
 *       metadata. After a crash the lease runs out. Whoever claims the key next sends again under the same event id, so
 *       that consumers with an inbox see one event.
 * </ol>
 *
 * What fails is tried again as {@code bookstore.events.publishing.idempotent.retry} says, at most until
 * {@code bookstore.events.publishing.idempotent.deadline}. Failures are
 *
 * <ul>
 *   <li>{@link IdempotentPublishingException}: the key itself, this publisher's limits or its deadline,
 *   <li>{@link com.bookstore.events.publishing.EventPublishingException}: the event or the broker,
 *   <li>{@link com.bookstore.events.idempotency.IdempotencyStoreException}: the store,
 *   <li>{@link com.bookstore.events.idempotency.InvalidClaimException}: a key that cannot be stored.
 * </ul>
 *
 * Like {@link com.bookstore.events.publishing.EventPublisher} it takes no part in database transactions.
 */
public interface IdempotentEventPublisher {

    /**
     * Publishes an event once per key, and waits for the outcome.
     *
     * @param idempotencyKey identifies what the event tells of, 1 to 255 characters; not the event's own key
     * @param event the event
     * @return whether this call published the event or an earlier one had
     * @throws com.bookstore.events.EventsException if it failed, one of those above
     */
    IdempotentPublication publish(String idempotencyKey, DomainEvent event);

    /**
     * Publishes an event once per key. Returns within {@code bookstore.events.publishing.idempotent.max-block} and throws
     * nothing; the future is complete within the deadline after that. It completes on a thread of this publisher: what is
     * chained to it must not block; use the {@code …Async} methods for work. Cancelling it stops nothing.
     *
     * @param idempotencyKey identifies what the event tells of, 1 to 255 characters; not the event's own key
     * @param event the event
     * @return whether this call published the event or an earlier one had
     */
    CompletableFuture<IdempotentPublication> publishAsync(String idempotencyKey, DomainEvent event);

    /**
     * Publishes many events, each once per its key, in few round trips to the store. Each succeeds or fails for itself; of
     * two with one key only the first is sent. Waits up to {@code max-block} for each that finds no room.
     *
     * @param events the events with their keys
     * @return the futures, in the order of the events, as those of {@link #publishAsync}
     */
    List<CompletableFuture<IdempotentPublication>> publishAll(List<Keyed> events);

    /**
     * An event with its idempotency key.
     *
     * @param idempotencyKey identifies what the event tells of, 1 to 255 characters; not the event's own key
     * @param event the event
     * @param metadata what it travels with if the key is new; {@code null} to have it made
     */
    record Keyed(String idempotencyKey, DomainEvent event, @Nullable EventMetadata metadata) {

        /** Checks that key and event are there. */
        public Keyed {
            Objects.requireNonNull(idempotencyKey, "idempotencyKey");
            Objects.requireNonNull(event, "event");
        }

        /**
         * Creates an event with its key and no metadata.
         *
         * @param idempotencyKey identifies what the event tells of, 1 to 255 characters; not the event's own key
         * @param event the event
         */
        public Keyed(String idempotencyKey, DomainEvent event) {
            this(idempotencyKey, event, null);
        }
    }
}
