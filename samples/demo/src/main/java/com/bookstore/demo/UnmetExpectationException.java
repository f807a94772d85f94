package com.bookstore.demo;

/** A step did not see what it should have seen. */
final class UnmetExpectationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnmetExpectationException(String expected, Object seen) {
        super("expected " + expected + ", saw " + seen);
    }
}
