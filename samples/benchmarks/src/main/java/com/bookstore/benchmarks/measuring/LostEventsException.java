package com.bookstore.benchmarks.measuring;

/** A round did not do its work: its figures are worth nothing. */
public final class LostEventsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param what what was to be found where
     * @param expected how many events, and the sum of their checksums
     * @param found what was there instead
     */
    public LostEventsException(String what, Tally.Count expected, Tally.Count found) {
        super("%s: expected %s, found %s".formatted(what, expected, found));
    }
}
