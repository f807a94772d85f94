package com.bookstore.events.publishing.idempotent;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** When a failed publication is tried again. */
interface PublicationRetries {

    /** Never; needs no library. */
    PublicationRetries NONE = new PublicationRetries() {
        @Override
        public IdempotentPublication publish(Supplier<IdempotentPublication> attempt, Deadline deadline) {
            return attempt.get();
        }

        @Override
        public Pauses pauses() {
            return failure -> null;
        }
    };

    /**
     * Makes attempts, and pauses between them, on this thread.
     *
     * @return the outcome of the first attempt that does not fail
     * @throws RuntimeException the failure of the last attempt
     * @throws InterruptedException if the thread was interrupted in a pause
     */
    IdempotentPublication publish(Supplier<IdempotentPublication> attempt, Deadline deadline)
            throws InterruptedException;

    /** The pauses of one publication that holds no thread. */
    Pauses pauses();

    /** The pauses between the attempts at one publication. */
    @FunctionalInterface
    interface Pauses {

        /** How long to wait before the next attempt; {@code null} if there is none. */
        @Nullable
        Duration after(Throwable failure);
    }
}
