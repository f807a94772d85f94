package com.bookstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchmarksTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");

    /** Without -Pfull one of each kind: the others differ by a setting, or by the server they need. */
    private static final List<String> RATIOS = FULL
            ? List.of(
                    "publish-raw",
                    "publish-template",
                    "publish-serialiser",
                    "listen-raw",
                    "idempotent-redis",
                    "idempotent-jdbc",
                    "idempotent-redis-hand",
                    "idempotent-jdbc-hand",
                    "inbox-batch",
                    "inbox-record",
                    "inbox-growth",
                    "outbox-append",
                    "outbox-append-relayed",
                    "outbox-drain-hand",
                    "outbox-drain-namastack",
                    "outbox-drain-modulith",
                    "outbox-drain-mariadb",
                    "outbox-backlog",
                    "dead-letter-replay",
                    "event-append-1",
                    "event-append-8",
                    "event-append-32",
                    "event-append-axon",
                    "event-read",
                    "event-growth-read",
                    "event-growth-read-anywhere",
                    "event-growth-append",
                    "event-growth",
                    "cdc")
            : List.of(
                    "publish-template",
                    "listen-raw",
                    "idempotent-redis",
                    "inbox-batch",
                    "inbox-growth",
                    "outbox-append-relayed",
                    "outbox-drain-namastack",
                    "outbox-drain-modulith",
                    "outbox-backlog",
                    "dead-letter-replay",
                    "event-append-8",
                    "event-append-axon",
                    "event-read",
                    "event-growth",
                    "cdc");

    private static final List<String> LATENCIES =
            FULL ? List.of("outbox-latency-idle", "outbox-latency-1000") : List.of("outbox-latency-1000");

    @Test
    void rowsAreMeasuredAndNothingIsLost() {
        List<String> rows = Stream.concat(RATIOS.stream(), LATENCIES.stream()).toList();

        Run run =
                Run.of(FULL ? "all" : String.join(",", rows), "--rounds", "1", "--events", "1000", "--filled", "2000");

        assertThat(run.output())
                .containsPattern("broker settings: \\{.*min.insync.replicas=1.*}")
                .containsPattern("producer settings: \\{acks=all.*}")
                .containsPattern("consumer settings: \\{.*auto.offset.reset=earliest.*}")
                .containsPattern("database settings: .*fsync=on.*synchronous_commit=on")
                .containsPattern("redis settings: \\{.*redis_version=\\d.*}")
                .containsPattern("\\d+ calls, \\d+ rows, .* each: INSERT INTO inbox ")
                .contains("transaction: BEGIN; SELECT COUNT(*) FROM users", "relay: in the same JVM")
                .contains("namastack.outbox.polling.batch-size=1000", "spring.modulith.events.completion-mode=delete")
                .contains("filled: 2,000 rows")
                .containsPattern("filled: 2,000 rows, \\d+ MB and 80 rows")
                .contains("sent for an append: BEGIN with INSERT", "JdbcEventStorageEngine, PostgresEventTableFactory");
        assertThat(RATIOS)
                .allSatisfy(row -> assertThat(run.output()).containsPattern("(?m)^ratio " + row + " \\d+\\.\\d{3}$"));
        assertThat(LATENCIES).allSatisfy(row -> assertThat(run.output())
                .containsPattern("(?m)^latency " + row + " p50=\\d+\\.\\d{2} p99=\\d+\\.\\d{2}$"));
        if (FULL) {
            assertThat(run.output()).containsPattern("database settings: .*innodb_flush_log_at_trx_commit=1");
        }
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredWithTheNames() {
        Run run = Run.of("publish-raw,publish-nothing");

        assertThat(run.output())
                .contains("there is no benchmark 'publish-raw,publish-nothing'", "publish-raw, publish-template");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private record Run(int exitCode, String output) {

        static Run of(String... args) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int exitCode = Benchmarks.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
            String output = bytes.toString(StandardCharsets.UTF_8);
            System.out.println(output);
            return new Run(exitCode, output);
        }
    }
}
