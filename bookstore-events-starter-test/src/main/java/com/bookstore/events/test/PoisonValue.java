package com.bookstore.events.test;

import java.nio.charset.StandardCharsets;

/** Values that are no events, whatever types a service knows: a listener's dead letters. */
public enum PoisonValue {

    /** No byte at all. */
    EMPTY(""),
    /** Bytes that are no text. */
    BINARY("\u0000\u0001\u00ff\u00fe"),
    /** An object that ends in the middle. */
    TRUNCATED("{\"type\":\"bookCreated\",\"eventId\":\"1"),
    /** JSON, but no object. */
    ARRAY("[\"java.net.URL\",\"http://localhost/\"]"),
    /** An object that does not tell its type. */
    WITHOUT_TYPE("{\"eventId\":\"1\",\"title\":\"x\"}"),
    /** Something behind the object. */
    TRAILING("{\"type\":\"bookCreated\",\"eventId\":\"1\"}{}"),
    /** Nested deeper than a parser should follow. */
    DEEP("{\"type\":\"bookCreated\",\"eventId\":\"1\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

    private final String text;

    PoisonValue(String text) {
        this.text = text;
    }

    /**
     * Returns the value.
     *
     * @return the bytes, a new array
     */
    public byte[] bytes() {
        return text.getBytes(this == BINARY ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
