package com.bookstore.events.idempotency;

import com.bookstore.events.EventsException;

/** A key, or what shall be kept with it, cannot be stored. */
public final class InvalidClaimException extends EventsException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_KEY = 255;

    private final String field;
    private final int length;

    private InvalidClaimException(String field, int length, String expectation) {
        super("The %s must %s, but has %,d".formatted(field, expectation, length), null);
        this.field = field;
        this.length = length;
    }

    private InvalidClaimException(String field, String text, int position) {
        super(
                "The %s must not have the character U+%04X, which is no text, but has it at %d"
                        .formatted(field, (int) text.charAt(position), position),
                null);
        this.field = field;
        this.length = text.length();
    }

    /**
     * Checks an idempotency key before anything is done with it.
     *
     * @param key the key
     * @throws InvalidClaimException if it has not 1 to 255 {@code char}s, or has a NUL or half a surrogate pair
     */
    public static void checkKey(String key) {
        check("idempotency key", key, 1, MAX_KEY);
    }

    static void check(String field, String text, int min, int max) {
        if (text.length() < min || text.length() > max) {
            throw new InvalidClaimException(field, text.length(), "have %d to %,d characters".formatted(min, max));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw new InvalidClaimException(field, text, i);
            }
        }
    }

    /**
     * Returns which value it is.
     *
     * @return {@code idempotency key}, {@code fingerprint}, {@code event} or {@code outcome}
     */
    public String field() {
        return field;
    }

    /**
     * Returns how long the value is.
     *
     * @return its number of {@code char}s
     */
    public int length() {
        return length;
    }
}
