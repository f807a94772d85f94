package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.EventsException;
import com.bookstore.events.observability.LogText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An event was not published once per its idempotency key, or it is not known yet whether it was. */
public abstract sealed class IdempotentPublishingException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String idempotencyKey;

    private IdempotentPublishingException(String idempotencyKey, String message, @Nullable Throwable cause) {
        super("Idempotency key '%s' %s".formatted(LogText.of(idempotencyKey), message), cause);
        this.idempotencyKey = idempotencyKey;
    }

    /**
     * Returns the key.
     *
     * @return the idempotency key as it was given
     */
    public final String idempotencyKey() {
        return idempotencyKey;
    }

    /** The key was used before for an event of another type, key or content. Nothing was sent. */
    public static final class KeyReused extends IdempotentPublishingException {

        private static final long serialVersionUID = 1L;

        /**
         * Creates an exception.
         *
         * @param idempotencyKey the key
         */
        public KeyReused(String idempotencyKey) {
            super(
                    idempotencyKey,
                    "was used before for another event (another type, key or content); use a new key for a new event",
                    null);
        }
    }

    /** Another call, as a rule of another instance, is publishing the key's event. This call sent nothing. */
    public static final class InProgress extends IdempotentPublishingException {

        private static final long serialVersionUID = 1L;

        private final Duration waited;
        private final Duration remaining;

        /**
         * Creates an exception.
         *
         * @param idempotencyKey the key
         * @param waited how long this call waited for the other
         * @param remaining how long the other's lease lasts at most
         */
        public InProgress(String idempotencyKey, Duration waited, Duration remaining) {
            super(
                    idempotencyKey,
                    "is being published elsewhere, still so after %d ms; that claim ends in %d ms at the latest: try again then, or raise bookstore.events.publishing.idempotent.in-progress-wait"
                            .formatted(waited.toMillis(), remaining.toMillis()),
                    null);
            this.waited = waited;
            this.remaining = remaining;
        }

        /**
         * Returns how long this call waited for the other.
         *
         * @return the time since it first found the key claimed
         */
        public Duration waited() {
            return waited;
        }

        /**
         * Returns how long the other's lease lasts.
         *
         * @return at most so long
         */
        public Duration remaining() {
            return remaining;
        }
    }

    /** So many events were under way that this one found no room in time. It was not sent. */
    public static final class TooManyPending extends IdempotentPublishingException {

        private static final long serialVersionUID = 1L;

        private final int maxPending;
        private final Duration waited;

        /**
         * Creates an exception.
         *
         * @param idempotencyKey the key
         * @param maxPending how many may be under way
         * @param waited how long it waited for room
         */
        public TooManyPending(String idempotencyKey, int maxPending, Duration waited) {
            super(
                    idempotencyKey,
                    "found no room for %d ms, as %,d events were under way; publish more slowly, or raise bookstore.events.publishing.idempotent.max-pending"
                            .formatted(waited.toMillis(), maxPending),
                    null);
            this.maxPending = maxPending;
            this.waited = waited;
        }

        /**
         * Returns how many events may be under way.
         *
         * @return the bound
         */
        public int maxPending() {
            return maxPending;
        }

        /**
         * Returns how long the call waited for room.
         *
         * @return the wait
         */
        public Duration waited() {
            return waited;
        }
    }

    /**
     * The outcome was not there in time. The event may be on Kafka, or get there yet; the same call with the same key tells
     * which, and publishes it if it is not.
     */
    public static final class OutcomePending extends IdempotentPublishingException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        /**
         * Creates an exception.
         *
         * @param idempotencyKey the key
         * @param reason why nobody waits any longer
         */
        public OutcomePending(String idempotencyKey, Reason reason) {
            super(
                    idempotencyKey,
                    "has no outcome yet: %s; its event may be published all the same: publish it again with the same key"
                            .formatted(reason.text),
                    null);
            this.reason = reason;
        }

        /**
         * Returns why nobody waits any longer.
         *
         * @return the reason
         */
        public Reason reason() {
            return reason;
        }

        /** Why nobody waits any longer. */
        public enum Reason {
            /** The deadline of the call is over. */
            DEADLINE("bookstore.events.publishing.idempotent.deadline is over"),
            /** The thread that waited was interrupted. */
            INTERRUPTED("the waiting thread was interrupted"),
            /** The publisher was stopped. */
            STOPPED("the publisher was stopped");

            private final String text;

            Reason(String text) {
                this.text = text;
            }
        }
    }

    /** What the store keeps with the key cannot be read. Nothing was sent. */
    public static final class UnreadableClaim extends IdempotentPublishingException {

        private static final long serialVersionUID = 1L;

        /**
         * Creates an exception.
         *
         * @param idempotencyKey the key
         * @param cause why it cannot be read, if that is known
         */
        public UnreadableClaim(String idempotencyKey, @Nullable Throwable cause) {
            super(
                    idempotencyKey,
                    "has a claim this version of the library cannot read; check who else writes to the store, or use a new key",
                    cause);
        }
    }
}
