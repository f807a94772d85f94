package com.bookstore.benchmarks;

import com.bookstore.benchmarks.cdc.Cdc;
import com.bookstore.benchmarks.deadletter.DeadLetterReplay;
import com.bookstore.benchmarks.eventstore.EventAppend;
import com.bookstore.benchmarks.eventstore.EventGrowth;
import com.bookstore.benchmarks.eventstore.EventRead;
import com.bookstore.benchmarks.inbox.InboxComparisons;
import com.bookstore.benchmarks.inbox.InboxGrowth;
import com.bookstore.benchmarks.listening.ListenRaw;
import com.bookstore.benchmarks.outbox.OutboxAppend;
import com.bookstore.benchmarks.outbox.OutboxBacklog;
import com.bookstore.benchmarks.outbox.OutboxComparisons;
import com.bookstore.benchmarks.outbox.OutboxLatency;
import com.bookstore.benchmarks.publishing.IdempotentPublishComparisons;
import com.bookstore.benchmarks.publishing.PublishComparisons;
import java.util.List;
import java.util.stream.Collectors;

/** All rows, in the order of the table. */
final class Rows {

    private static final List<Row> ALL = List.of(
            Row.of("publish-raw", 1_200_000, PublishComparisons::raw),
            Row.of("publish-template", 1_200_000, PublishComparisons::template),
            Row.of("publish-serialiser", 1_200_000, PublishComparisons::serialiser),
            Row.of("listen-raw", 500_000, ListenRaw::open),
            Row.of("idempotent-redis", 300_000, IdempotentPublishComparisons::redis),
            Row.of("idempotent-jdbc", 150_000, IdempotentPublishComparisons::jdbc),
            Row.of("idempotent-redis-hand", 300_000, IdempotentPublishComparisons::redisByHand),
            Row.of("idempotent-jdbc-hand", 150_000, IdempotentPublishComparisons::jdbcByHand),
            Row.of("inbox-batch", 300_000, InboxComparisons::batch),
            Row.of("inbox-record", 5_000, InboxComparisons::record),
            new Row("inbox-growth", 300_000, 10_000_000, 1, InboxGrowth::open),
            Row.slow("outbox-append", 2_000, 10, OutboxAppend::alone),
            Row.slow("outbox-append-relayed", 2_000, 10, OutboxAppend::relayed),
            Row.of("outbox-drain-hand", 200_000, OutboxComparisons::hand),
            Row.of("outbox-drain-namastack", 200_000, OutboxComparisons::namastack),
            Row.of("outbox-drain-modulith", 200_000, OutboxComparisons::modulith),
            Row.of("outbox-drain-mariadb", 200_000, OutboxComparisons::mariaDb),
            Row.slow("outbox-latency-idle", 100, 50, OutboxLatency::idle),
            Row.of("outbox-latency-1000", 5_000, OutboxLatency::thousand),
            new Row("outbox-backlog", 100_000, 1_000_000, 1, OutboxBacklog::open),
            Row.of("dead-letter-replay", 100_000, DeadLetterReplay::open),
            Row.slow("event-append-1", 4_000, 10, EventAppend::one),
            Row.slow("event-append-8", 15_000, 10, EventAppend::few),
            Row.slow("event-append-32", 20_000, 10, EventAppend::many),
            Row.slow("event-append-axon", 15_000, 10, EventAppend::axon),
            Row.of("event-read", 1_000_000, EventRead::open),
            new Row("event-growth", 20_000, 10_000_000, 10, EventGrowth::open),
            Row.of("cdc", 400_000, Cdc::open));

    private Rows() {}

    /**
     * The rows of these names, separated by commas, or whose names start with them: {@code publish} means all of publishing.
     * None if a name is unknown.
     */
    static List<Row> named(String names) {
        List<String> wanted = List.of(names.split(","));
        return wanted.stream().allMatch(name -> ALL.stream().anyMatch(row -> row.isMeantBy(name)))
                ? ALL.stream()
                        .filter(row -> wanted.stream().anyMatch(row::isMeantBy))
                        .toList()
                : List.of();
    }

    static String names() {
        return ALL.stream().map(Row::name).collect(Collectors.joining(", "));
    }
}
