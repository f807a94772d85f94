package com.bookstore.events.idempotency;

import java.time.Duration;

/** What a store answers to a claim. */
public sealed interface ClaimResult {

    /**
     * Returns the claimed key.
     *
     * @return the key
     */
    String key();

    /**
     * The claim holds the key.
     *
     * @param key the key
     * @param token shows this to the store afterwards; opaque
     * @param event what to send: the event of the key's first claim
     * @param resumed whether an earlier claim was granted and not confirmed, so that the event may have been sent
     */
    record Granted(String key, String token, String event, boolean resumed) implements ClaimResult {

        /**
         * Returns what to release or forget.
         *
         * @return key and token
         */
        public ClaimToken claimToken() {
            return new ClaimToken(key, token);
        }
    }

    /**
     * The event was published before.
     *
     * @param key the key
     * @param event the event of the key's first claim
     * @param outcome what its confirmation said
     */
    record AlreadyConfirmed(String key, String event, String outcome) implements ClaimResult {}

    /**
     * Another claim holds the key.
     *
     * @param key the key
     * @param remaining how long its lease lasts at most; zero if it ends right now
     */
    record InProgress(String key, Duration remaining) implements ClaimResult {}

    /**
     * The key was claimed for something else: with another fingerprint.
     *
     * @param key the key
     * @param event the event of the key's first claim
     */
    record Conflict(String key, String event) implements ClaimResult {}
}
