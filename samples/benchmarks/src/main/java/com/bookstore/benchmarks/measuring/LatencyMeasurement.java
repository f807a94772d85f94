package com.bookstore.benchmarks.measuring;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long something takes, compared with nothing: the times of all rounds but the first together.
 *
 * @param round does it many times, and afterwards proves that nothing was lost
 * @param settings what it works with, for the reader of the figures
 * @param remarks tells, after the rounds, what else the reader wants to know
 * @param resources what is to be closed at the end
 */
public record LatencyMeasurement(
        Supplier<Latencies> round,
        Map<String, String> settings,
        Supplier<Map<String, String>> remarks,
        Closeable resources)
        implements Measurement {

    private static final double MOST = 0.99;

    @Override
    public Figures measure(String row, int rounds) {
        List<Latencies> counted = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            Latencies latencies = round.get();
            if (i > 0) {
                counted.add(latencies);
            }
        }
        Latencies all = Latencies.all(counted);
        StringBuilder table = new StringBuilder();
        for (Latencies one : counted) {
            table.append(
                    format("%d events: p50 %.2f ms, p99 %.2f ms%n", one.count(), one.millis(0.5), one.millis(MOST)));
        }
        return new Figures(
                table.toString(), format("latency %s p50=%.2f p99=%.2f", row, all.millis(0.5), all.millis(MOST)));
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
}
