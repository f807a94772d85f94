package com.bookstore.events.eventstore.projection.crash;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.crash.CrashServices;
import com.bookstore.events.crash.Ledger;
import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.PostgresServer;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database with events and what is made of them, and services that append and project. */
final class ProjectionBench implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestDatabase database;
    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final CrashServices services;

    ProjectionBench(Path directory, TestDatabase database) {
        this.database = database;
        Path ledgerFile = directory.resolve("ledger");
        Ledger ledger = new Ledger(ledgerFile);
        ledger.append("test", "begin", "-", "-");
        pool = database.pool(3);
        jdbc = new JdbcTemplate(pool);
        for (String table : new String[] {"event_store", "event_store_lock", "event_projection"}) {
            jdbc.execute("DROP TABLE IF EXISTS " + table);
        }
        Totals.createTable(jdbc);
        services = new CrashServices(ProjectionCrashService.class, 96, ledgerFile, ledger, settings(database));
    }

    private static Map<String, String> settings(TestDatabase database) {
        boolean postgres = database == TestDatabase.POSTGRESQL;
        String user = postgres ? "postgres" : "app";
        Map<String, String> properties = new HashMap<>();
        properties.put(
                "spring.autoconfigure.exclude",
                "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
                        + "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration,"
                        + "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration");
        properties.put("spring.application.name", "crash");
        properties.put("spring.kafka.bootstrap-servers", "127.0.0.1:1");
        properties.put("spring.kafka.admin.auto-create", "false");
        properties.put(
                "spring.datasource.url",
                postgres ? PostgresServer.url(PostgresServer.port()) : MariaDbServer.url(MariaDbServer.port()));
        properties.put("spring.datasource.username", user);
        properties.put("spring.datasource.password", user);
        properties.put("spring.datasource.hikari.maximum-pool-size", "5");
        properties.put("spring.datasource.hikari.minimum-idle", "1");
        properties.put("bookstore.events.event-store.enabled", "true");
        properties.put("bookstore.events.event-store.initialize-schema", "always");
        properties.put("bookstore.events.projections.initialize-schema", "always");
        properties.put("bookstore.events.projections.lease", "1s");
        properties.put("bookstore.events.projections.poll-interval", "20ms");
        properties.put("bookstore.events.projections.batch-size", "20");
        return properties;
    }

    TestDatabase database() {
        return database;
    }

    CrashServices services() {
        return services;
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    long position() {
        return Objects.requireNonNull(jdbc.queryForObject("SELECT position FROM event_projection", Long.class));
    }

    long end() {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT COALESCE(MAX(position), 0) FROM event_store", Long.class));
    }

    long token() {
        return Objects.requireNonNull(jdbc.queryForObject("SELECT token FROM event_projection", Long.class));
    }

    boolean isFree() {
        return jdbc.queryForList("SELECT name FROM event_projection WHERE owner IS NOT NULL")
                .isEmpty();
    }

    /** Forgets everything but the positions that were taken. */
    void clear() {
        jdbc.update("DELETE FROM event_store");
        jdbc.update("DELETE FROM totals");
        jdbc.update("UPDATE event_projection SET position = 0, owner = NULL, token = token + 1");
    }

    void awaitAllProjected() {
        try {
            until(() -> position() >= end());
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException(
                    "The store ends at %d, the projection is %s; sessions: %s"
                            .formatted(end(), jdbc.queryForList("SELECT * FROM event_projection"), sessions()),
                    late);
        }
    }

    private List<?> sessions() {
        return jdbc.queryForList(
                database == TestDatabase.POSTGRESQL
                        ? "SELECT pid, pg_blocking_pids(pid), state, now() - xact_start, query FROM pg_stat_activity"
                                + " WHERE state <> 'idle'"
                        : "SHOW FULL PROCESSLIST");
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    @Override
    public void close() {
        services.close();
        pool.close();
    }
}
