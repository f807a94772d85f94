package com.bookstore.demo;

/** A step did not see what it should have seen. */
public final class UnmetExpectationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells of both.
     *
     * @param expected what should have been seen
     * @param seen what was seen
     */
    public UnmetExpectationException(String expected, Object seen) {
        super("expected " + expected + ", saw " + seen);
    }
}
