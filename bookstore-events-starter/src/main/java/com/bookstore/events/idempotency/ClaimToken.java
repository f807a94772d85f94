package com.bookstore.events.idempotency;

/**
 * Shows that a claim was granted.
 *
 * @param key the claimed key
 * @param token what {@link ClaimResult.Granted} holds; opaque, different for each grant
 */
public record ClaimToken(String key, String token) {}
