package com.bookstore.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param rows the rows
 * @param rounds how many rounds count
 * @param events how many events a round has; {@code null} for each row's own number
 * @param filled how many rows a table holds beforehand, where that is what is measured; {@code null} for each row's own number
 */
record Options(List<Row> rows, int rounds, @Nullable Integer events, @Nullable Integer filled) {

    private static final int ROUNDS = 9;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not understood
     */
    static Options of(String... args) {
        if (args.length % 2 == 0) {
            throw new IllegalArgumentException("name one benchmark and pairs of options");
        }
        List<Row> rows = Rows.named(args[0]);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there is no benchmark '" + args[0] + "'");
        }
        Options options = new Options(rows, ROUNDS, null, null);
        for (int i = 1; i < args.length; i += 2) {
            options = options.with(args[i], positive(args[i + 1]));
        }
        return options;
    }

    private Options with(String option, int value) {
        return switch (option) {
            case "--rounds" -> new Options(rows, value, events, filled);
            case "--events" -> new Options(rows, rounds, value, filled);
            case "--filled" -> new Options(rows, rounds, events, value);
            default -> throw new IllegalArgumentException("there is no option '" + option + "'");
        };
    }

    private static int positive(String text) {
        int value = Integer.parseInt(text);
        if (value < 1) {
            throw new IllegalArgumentException("'" + text + "' is not at least 1");
        }
        return value;
    }

    int eventsOf(Row row) {
        return events == null ? row.events() : Math.max(1, events / row.slowness());
    }

    int filledOf(Row row) {
        return filled == null ? row.filled() : filled;
    }
}
