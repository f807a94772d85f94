package com.bookstore.benchmarks.measuring;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Two ways to do the same work.
 *
 * @param ours the starter's
 * @param theirs the one it is measured against
 * @param settings what both work with, for the reader of the figures
 * @param remarks tells, after the rounds, what else the reader wants to know
 * @param resources what is to be closed at the end
 */
public record Comparison(
        Contender ours,
        Contender theirs,
        Map<String, String> settings,
        Supplier<Map<String, String>> remarks,
        Closeable resources)
        implements Measurement {

    /**
     * Compares, with nothing to tell afterwards.
     *
     * @param ours the starter's
     * @param theirs the one it is measured against
     * @param settings what both work with, for the reader of the figures
     * @param resources what is to be closed at the end
     */
    public Comparison(Contender ours, Contender theirs, Map<String, String> settings, Closeable resources) {
        this(ours, theirs, settings, Map::of, resources);
    }

    /**
     * Runs both in turn. The first round is not counted: it compiles the code.
     *
     * @param rounds how many count
     * @return what they took
     * @throws LostEventsException if a round lost something
     */
    public Result run(int rounds) {
        Result result = new Result(ours.name(), theirs.name());
        round();
        for (int i = 0; i < rounds; i++) {
            result.add(round());
        }
        return result;
    }

    @Override
    public Figures measure(String row, int rounds) {
        Result result = run(rounds);
        return new Figures(result.table(), String.format(Locale.ROOT, "ratio %s %.3f", row, result.ratio()));
    }

    private Result.Round round() {
        return new Result.Round(sample(ours), sample(theirs));
    }

    /** Each starts with a clean heap, or one would pay for what the other left. */
    private static Sample sample(Contender contender) {
        System.gc();
        return contender.run();
    }

    @Override
    public void close() {
        try {
            resources.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
