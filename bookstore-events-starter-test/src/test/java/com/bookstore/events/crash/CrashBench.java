package com.bookstore.events.crash;

import static java.util.Map.entry;

import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.bookstore.events.test.KafkaBroker;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** A broker, a database and services. */
final class CrashBench implements AutoCloseable {

    private static final String DATABASE = "crash";
    private static final String REDIS = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
            + "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration,"
            + "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration";

    private final KafkaBroker broker;
    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final CrashTopic topic;
    private final CrashServices services;

    CrashBench(Path directory) {
        Path ledgerFile = directory.resolve("ledger");
        ledger = new Ledger(ledgerFile);
        ledger.append("test", "begin", "-", "-");
        try (HikariDataSource server = PostgresServer.pool(1)) {
            new JdbcTemplate(server).execute("CREATE DATABASE " + DATABASE);
        }
        pool = Pools.pool(url(), "postgres", "postgres", 4);
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("CREATE TABLE effect (seq BIGSERIAL PRIMARY KEY, run VARCHAR(100) NOT NULL,"
                + " account VARCHAR(100) NOT NULL, number INTEGER NOT NULL, instance VARCHAR(100) NOT NULL)");
        broker = KafkaBroker.builder()
                .property("group.min.session.timeout.ms", "1000")
                .start();
        services = new CrashServices(CrashService.class, 128, ledgerFile, ledger, settings());
        try {
            // the first one creates the tables and the topic
            services.giveBack(services.take());
            topic = new CrashTopic(broker.bootstrapServers());
        } catch (RuntimeException failure) {
            closeProcesses();
            throw failure;
        }
    }

    static String url() {
        return PostgresServer.url(PostgresServer.port()).replaceAll("/postgres$", "/" + DATABASE);
    }

    private Map<String, String> settings() {
        Map<String, String> properties = new HashMap<>(timing());
        // unused, and a good part of the classes that a start loads
        properties.put("spring.autoconfigure.exclude", REDIS);
        properties.put("spring.application.name", "crash");
        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put("spring.datasource.url", url());
        properties.put("spring.datasource.username", "postgres");
        properties.put("spring.datasource.password", "postgres");
        properties.put("spring.datasource.hikari.maximum-pool-size", "6");
        properties.put("spring.datasource.hikari.minimum-idle", "1");
        properties.put(
                "bookstore.events.topics." + CrashEvent.TOPIC + ".partitions", Integer.toString(CrashTopic.PARTITIONS));
        properties.put("bookstore.events.idempotency.store", "jdbc");
        properties.put("bookstore.events.idempotency.jdbc.initialize-schema", "always");
        properties.put("bookstore.events.inbox.initialize-schema", "always");
        properties.put("bookstore.events.publishing.idempotent.retry.attempts", "1");
        return properties;
    }

    /** As short as a loaded machine allows. */
    private static Map<String, String> timing() {
        return Map.ofEntries(
                entry("spring.kafka.producer.properties.request.timeout.ms", "2500"),
                entry("spring.kafka.consumer.properties.session.timeout.ms", "3000"),
                entry("spring.kafka.consumer.properties.heartbeat.interval.ms", "500"),
                entry("spring.kafka.consumer.properties.max.poll.interval.ms", "6000"),
                entry("bookstore.events.idempotency.lease", "6s"),
                entry("bookstore.events.publishing.max-block", "2s"),
                entry("bookstore.events.publishing.delivery-timeout", "3s"),
                entry("bookstore.events.publishing.idempotent.in-progress-wait", "10s"),
                entry("bookstore.events.publishing.idempotent.deadline", "20s"),
                entry("bookstore.events.dead-letter.send-timeout", "1s"),
                entry("bookstore.events.dead-letter.retry.delay", "50ms"),
                entry("bookstore.events.dead-letter.retry.max-delay", "50ms"));
    }

    CrashServices services() {
        return services;
    }

    Ledger ledger() {
        return ledger;
    }

    CrashTopic topic() {
        return topic;
    }

    /** What was committed, in the order in which it was written. */
    List<CrashEvent> effects(Run run) {
        return jdbc.query(
                "SELECT run, account, number FROM effect WHERE run = ? ORDER BY seq",
                (row, number) -> new CrashEvent(row.getString(1), row.getString(2), row.getInt(3)),
                run.id());
    }

    /** How many events are noted as handled. */
    int noted() {
        Integer rows = jdbc.queryForObject("SELECT count(*) FROM inbox", Integer.class);
        return rows == null ? 0 : rows;
    }

    /** Whether a transaction waits for another one. */
    boolean isWaiting() {
        Integer waiting = jdbc.queryForObject(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock'",
                Integer.class,
                DATABASE);
        return waiting != null && waiting > 0;
    }

    CrashVerdict verdict(Run run) {
        return new CrashVerdict(ledger.of(run), topic.records(run), effects(run));
    }

    /** How often a service said that an event is published. */
    long published(Run run) {
        return ledger.of(run).stream()
                .filter(entry -> entry.what().equals("ok"))
                .count();
    }

    private void closeProcesses() {
        services.close();
        pool.close();
        broker.close();
    }

    @Override
    public void close() {
        topic.close();
        closeProcesses();
    }
}
