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

    boolean isMeantBy(String wanted) {
        return wanted.equals("all") || name.equals(wanted) || name.startsWith(wanted + "-");
    }

    /** Makes a comparison ready to run. */
    @FunctionalInterface
    interface Opener {

        Comparison open(String bootstrapServers, int events);
    }
}
