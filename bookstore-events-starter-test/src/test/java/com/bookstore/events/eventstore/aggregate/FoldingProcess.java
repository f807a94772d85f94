package com.bookstore.events.eventstore.aggregate;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.eventstore.aggregate.Account.Balance;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A process that loads one aggregate, without and with a snapshot. */
final class FoldingProcess {

    static final String TABLE = "long_stream";

    private static final int LOADS = 20;

    private FoldingProcess() {}

    /** Takes the port of PostgreSQL and the file to write the result to. */
    public static void main(String[] arguments) throws Exception {
        Properties result = new Properties();
        try (HikariDataSource pool =
                        Pools.pool(PostgresServer.url(Integer.parseInt(arguments[0])), "postgres", "postgres", 4);
                ConfigurableApplicationContext service = AggregateService.start(
                        pool,
                        "bookstore.events.event-store.table=" + TABLE,
                        "bookstore.events.event-store.snapshots.table=" + TABLE + "_snapshot")) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            load(service.getBean(Aggregates.class), jdbc, result);
            jdbc.execute("DROP TABLE " + TABLE + "_snapshot");
        }
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[1]))) {
            result.store(file, null);
        }
    }

    private static void load(Aggregates aggregates, JdbcTemplate jdbc, Properties result) {
        long start = System.nanoTime();
        AggregateState<Balance> folded = aggregates.load(Account.every(1_000), "one");
        result.setProperty(
                "fold",
                Long.toString(Duration.ofNanos(System.nanoTime() - start).toMillis()));
        result.setProperty("version", Long.toString(folded.version()));
        result.setProperty("total", Long.toString(folded.state().total()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.queryForObject(
                                "SELECT COUNT(*) FROM " + TABLE + "_snapshot WHERE aggregate_id = 'one'", Integer.class)
                        == 1);
        Account account = Account.every(1_000);
        long best = Long.MAX_VALUE;
        for (int load = 1; load <= LOADS; load++) {
            start = System.nanoTime();
            AggregateState<Balance> loaded = aggregates.load(account, "one");
            long nanos = System.nanoTime() - start;
            best = Math.min(best, nanos);
            if (load == 1) {
                result.setProperty("first", millis(nanos));
                result.setProperty("fromSnapshot", Long.toString(loaded.state().total()));
            }
        }
        result.setProperty("best", millis(best));
        result.setProperty("appliedFromSnapshot", Integer.toString(account.applied.get()));
    }

    private static String millis(long nanos) {
        return Double.toString(nanos / 10_000 / 100.0);
    }
}
