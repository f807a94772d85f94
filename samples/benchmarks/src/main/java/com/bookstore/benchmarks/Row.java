package com.bookstore.benchmarks;

import com.bookstore.benchmarks.measuring.Measurement;

/**
 * A row of the table of figures.
 *
 * @param name its name
 * @param events how many events make a round long enough, unless told otherwise
 * @param filled how many rows a table holds beforehand, where that is what is measured, unless told otherwise
 * @param slowness how many events of other rows take as long as one of these; {@code --events} is divided by it
 * @param opener makes ready what is measured
 */
record Row(String name, int events, int filled, int slowness, Opener opener) {

    /** A row that does not depend on what a table holds beforehand. */
    static Row of(String name, int events, PlainOpener opener) {
        return slow(name, events, 1, opener);
    }

    /** A row whose events take long, and that does not depend on what a table holds beforehand. */
    static Row slow(String name, int events, int slowness, PlainOpener opener) {
        return new Row(
                name, events, 0, slowness, (bootstrapServers, number, filled) -> opener.open(bootstrapServers, number));
    }

    boolean isMeantBy(String wanted) {
        return wanted.equals("all") || name.equals(wanted) || name.startsWith(group(wanted) + "-");
    }

    private static String group(String wanted) {
        return wanted.equals("idempotent-publish") ? "idempotent" : wanted;
    }

    /** Makes a measurement ready to run. */
    @FunctionalInterface
    interface Opener {

        Measurement open(String bootstrapServers, int events, int filled);
    }

    /** Makes a measurement ready to run whose tables are empty. */
    @FunctionalInterface
    interface PlainOpener {

        Measurement open(String bootstrapServers, int events);
    }
}
