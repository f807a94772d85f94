package com.bookstore.events.idempotency;

/**
 * What a publisher wants to publish once.
 *
 * @param key the idempotency key, 1 to 255 {@code char}s; keys are compared exactly, case and spaces included
 * @param fingerprint tells whether two claims of a key want the same, 1 to 128 {@code char}s
 * @param event what is kept with the key from its first claim on, at most 8,000 {@code char}s; opaque to the store
 */
public record Claim(String key, String fingerprint, String event) {

    private static final int MAX_FINGERPRINT = 128;
    private static final int MAX_EVENT = 8_000;

    /**
     * Checks the values.
     *
     * @throws InvalidClaimException if one is too long or empty, or has a NUL or half a surrogate pair, which not every
     *     store can keep
     */
    public Claim {
        InvalidClaimException.checkKey(key);
        InvalidClaimException.check("fingerprint", fingerprint, 1, MAX_FINGERPRINT);
        InvalidClaimException.check("event", event, 0, MAX_EVENT);
    }
}
