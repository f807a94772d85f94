package com.bookstore.benchmarks.measuring;

import java.util.Map;
import java.util.function.Supplier;

/** What a row measures, ready to run. */
public interface Measurement extends AutoCloseable {

    /**
     * Returns what it works with.
     *
     * @return names and values, for the reader of the figures
     */
    Map<String, String> settings();

    /**
     * Measures.
     *
     * @param row the row's name
     * @param rounds how many rounds count; one more is run before them
     * @return the figures
     * @throws LostEventsException if a round lost something
     */
    Figures measure(String row, int rounds);

    /**
     * Returns what the reader wants to know besides, after the rounds.
     *
     * @return tells names and values
     */
    Supplier<Map<String, String>> remarks();

    @Override
    void close();

    /**
     * What was measured.
     *
     * @param table for people, some lines
     * @param line for everybody: what it is, the row, the figure
     */
    record Figures(String table, String line) {}
}
