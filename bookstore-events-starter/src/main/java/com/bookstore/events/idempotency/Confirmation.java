package com.bookstore.events.idempotency;

/**
 * Says that the event of a claim was published.
 *
 * @param key the claimed key
 * @param token what {@link ClaimResult.Granted} holds
 * @param outcome what further claims of the key are told, at most 4,000 {@code char}s; opaque to the store
 */
public record Confirmation(String key, String token, String outcome) {

    private static final int MAX_OUTCOME = 4_000;

    /**
     * Checks the outcome.
     *
     * @throws InvalidClaimException if it is too long, or has a NUL or half a surrogate pair
     */
    public Confirmation {
        InvalidClaimException.check("outcome", outcome, 0, MAX_OUTCOME);
    }
}
