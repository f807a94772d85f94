package com.bookstore.benchmarks;

import com.bookstore.benchmarks.listening.ListenRaw;
import com.bookstore.benchmarks.publishing.PublishComparisons;
import java.util.List;
import java.util.stream.Collectors;

/** All rows, in the order of the table. */
final class Rows {

    private static final List<Row> ALL = List.of(
            new Row("publish-raw", 1_200_000, PublishComparisons::raw),
            new Row("publish-template", 1_200_000, PublishComparisons::template),
            new Row("publish-serialiser", 1_200_000, PublishComparisons::serialiser),
            new Row("listen-raw", 500_000, ListenRaw::open));

    private Rows() {}

    /** The rows of this name, or whose names start with it: {@code publish} means all of publishing. */
    static List<Row> named(String name) {
        return ALL.stream().filter(row -> row.isMeantBy(name)).toList();
    }

    static String names() {
        return ALL.stream().map(Row::name).collect(Collectors.joining(", "));
    }
}
