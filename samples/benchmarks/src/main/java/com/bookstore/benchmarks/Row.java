package com.bookstore.benchmarks;

import com.bookstore.benchmarks.measuring.Comparison;

/**
 * A row of the table of figures.
 *
 * @param name its name
 * @param events how many events make a round long enough, unless told otherwise
 * @param opener makes ready what is compared
 */
record Row(String name, int events, Opener opener) {

    /** A row that does not depend on what a table holds beforehand. */
    static Row of(String name, int events, PlainOpener opener) {
        return new Row(name, events, (bootstrapServers, number, filled) -> opener.open(bootstrapServers, number));
    }

    boolean isMeantBy(String wanted) {
        return wanted.equals("all") || name.equals(wanted) || name.startsWith(group(wanted) + "-");
    }

    private static String group(String wanted) {
        return wanted.equals("idempotent-publish") ? "idempotent" : wanted;
    }

    /** Makes a comparison ready to run. */
    @FunctionalInterface
    interface Opener {

        Comparison open(String bootstrapServers, int events, int filled);
    }

    /** Makes a comparison ready to run whose tables are empty. */
    @FunctionalInterface
    interface PlainOpener {

        Comparison open(String bootstrapServers, int events);
    }
}
