package com.bookstore.benchmarks.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the rounds of a comparison took. */
public final class Result {

    private static final String HEAD = "%-42s %12s %14s %16s%n";
    private static final String LINE = "%-42s %12.0f %14.0f %16.0f%n";

    private final String ours;
    private final String theirs;
    private final List<Round> rounds = new ArrayList<>();

    Result(String ours, String theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    void add(Round round) {
        rounds.add(round);
    }

    /**
     * Returns how many of our events are processed in the time of one of theirs.
     *
     * @return the median of the rounds' ratios
     */
    public double ratio() {
        return median(Round::ratio);
    }

    /**
     * Returns the medians of all rounds, and how far their ratios lie apart.
     *
     * @return a table of some lines
     */
    public String table() {
        double least = rounds.stream().mapToDouble(Round::ratio).min().orElseThrow();
        double greatest = rounds.stream().mapToDouble(Round::ratio).max().orElseThrow();
        return format(HEAD, "median of " + rounds.size() + " rounds", "events/s", "CPU ns/event", "bytes/event")
                + line(ours, Round::ours)
                + line(theirs, Round::theirs)
                + format("ratio: median %.3f, min..max %.3f..%.3f%n", ratio(), least, greatest);
    }

    private String line(String name, Function<Round, Sample> side) {
        return format(
                LINE,
                name,
                median(round -> side.apply(round).eventsPerSecond()),
                median(round -> side.apply(round).cpuNanosPerEvent()),
                median(round -> side.apply(round).allocatedBytesPerEvent()));
    }

    private double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    record Round(Sample ours, Sample theirs) {

        double ratio() {
            return ours.eventsPerSecond() / theirs.eventsPerSecond();
        }
    }
}
