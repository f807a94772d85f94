package com.bookstore.benchmarks.measuring;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How much longer something takes than something else: the median of the rounds' ratios of their medians.
 *
 * @param ours the one that may take longer
 * @param theirs the one it is measured against
 * @param settings what both work with, for the reader of the figures
 * @param remarks tells, after the rounds, what else the reader wants to know
 * @param resources what is to be closed at the end
 */
public record LatencyComparison(
        Side ours,
        Side theirs,
        Map<String, String> settings,
        Supplier<Map<String, String>> remarks,
        Closeable resources)
        implements Measurement {

    private static final String HEAD = "%-42s %12s %14s %16s%n";
    private static final String LINE = "%-42s %12.3f %14.3f %16.3f%n";
    private static final double MOST = 0.99;

    @Override
    public Figures measure(String row, int rounds) {
        List<Round> counted = new ArrayList<>();
        round();
        for (int i = 0; i < rounds; i++) {
            counted.add(round());
        }
        double[] ratios = counted.stream().mapToDouble(Round::ratio).sorted().toArray();
        String table = format(HEAD, "median of " + rounds + " rounds", "p50 ms", "p90 ms", "p99 ms")
                + line(ours.name(), counted, Round::ours)
                + line(theirs.name(), counted, Round::theirs)
                + format(
                        "ratio of p50: median %.3f, min..max %.3f..%.3f%n",
                        median(ratios), ratios[0], ratios[ratios.length - 1]);
        return new Figures(table, format("ratio %s %.3f", row, median(ratios)));
    }

    private Round round() {
        return new Round(ours.run().get(), theirs.run().get());
    }

    private static String line(String name, List<Round> rounds, Function<Round, Latencies> side) {
        return format(
                LINE,
                name,
                median(rounds, round -> side.apply(round).millis(0.5)),
                median(rounds, round -> side.apply(round).millis(0.9)),
                median(rounds, round -> side.apply(round).millis(MOST)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    @Override
    public void close() {
        try {
            resources.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * One of the two.
     *
     * @param name a few words for the table
     * @param run does it many times, and afterwards proves that nothing was lost
     */
    public record Side(String name, Supplier<Latencies> run) {}

    private record Round(Latencies ours, Latencies theirs) {

        double ratio() {
            return ours.millis(0.5) / theirs.millis(0.5);
        }
    }
}
