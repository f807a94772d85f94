package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A stream that is far larger than the heap, in a process of its own; of a million events with -Pfull. */
@Timeout(900)
class AggregateHeapIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int EVENTS = FULL ? 1_000_000 : 50_000;
    private static final int NOTE = FULL ? 300 : 3_000;
    private static final int SECONDS_TO_END = 840;
    private static final long LONGEST_LOAD_MILLIS = 1_000;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;

    @BeforeEach
    void fill() throws Exception {
        pool = PostgresServer.pool(2);
        jdbc = new JdbcTemplate(pool);
        new JdbcSchema(
                        "com/bookstore/events/eventstore",
                        "test",
                        Map.of("event_store", new TableName(null, FoldingProcess.TABLE)))
                .create(pool);
        jdbc.update(
                """
                INSERT INTO %s (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata,
                 timestamp, correlation_id)
                SELECT 'account', 'one', number, 'funded', 'event-' || number,
                 CAST('{"account":"one","amount":' || number || ',"note":"' || repeat('n', ?) || '"}' AS JSON),
                 CAST('{"source":"test","version":"1.0"}' AS JSON), now(), 'none'
                FROM generate_series(1, ?) AS number"""
                        .formatted(FoldingProcess.TABLE),
                NOTE,
                EVENTS);
    }

    @AfterEach
    void empty() {
        jdbc.execute("DROP TABLE " + FoldingProcess.TABLE);
        pool.close();
    }

    @Test
    void aStreamOfAnyLengthIsFoldedInASmallHeapAndQuicklyFromItsSnapshot(@TempDir Path directory) throws Exception {
        Properties result = run(directory);

        System.out.printf(
                Locale.ROOT,
                "aggregates: %d events folded with a heap of 128 MB in %d ms, from a snapshot in %s ms at best,"
                        + " %s ms the first time%n",
                EVENTS,
                number(result, "fold"),
                result.getProperty("best"),
                result.getProperty("first"));
        assertThat(number(result, "version")).isEqualTo(EVENTS);
        assertThat(number(result, "total")).isEqualTo(EVENTS * (EVENTS + 1L) / 2);
        assertThat(number(result, "fromSnapshot")).isEqualTo(EVENTS * (EVENTS + 1L) / 2);
        assertThat(number(result, "appliedFromSnapshot")).isZero();
        assertThat(Double.parseDouble(result.getProperty("best"))).isLessThan(LONGEST_LOAD_MILLIS);
    }

    private static long number(Properties result, String name) {
        return Long.parseLong(result.getProperty(name));
    }

    private static Properties run(Path directory) throws Exception {
        Path output = directory.resolve("output");
        Path written = directory.resolve("result");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        FoldingProcess.class.getName(),
                        Integer.toString(PostgresServer.port()),
                        written.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);

            assertThat(ended).as(Files.readString(output)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        Properties result = new Properties();
        try (InputStream file = Files.newInputStream(written)) {
            result.load(file);
        }
        return result;
    }
}
