package com.bookstore.events.crash;

import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.bookstore.events.test.KafkaBroker;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** A broker, a database, and services: one is always starting while the others are at work. */
final class CrashBench implements AutoCloseable {

    private static final String DATABASE = "crash";
    private static final int MOST_IDLE = 3;

    private final KafkaBroker broker;
    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final Path ledgerFile;
    private final Ledger ledger;
    private final CrashTopic topic;
    private final Deque<ChildJvm> idle = new ArrayDeque<>();
    private final Deque<ChildJvm> started = new ArrayDeque<>();

    CrashBench(Path directory) {
        ledgerFile = directory.resolve("ledger");
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
        try {
            // creates the tables and the topic
            idle.add(start().awaitReady());
            topic = new CrashTopic(broker.bootstrapServers());
        } catch (RuntimeException failure) {
            closeProcesses();
            throw failure;
        }
    }

    private static String url() {
        return PostgresServer.url(PostgresServer.port()).replaceAll("/postgres$", "/" + DATABASE);
    }

    /** A service that is ready; another one starts meanwhile. */
    ChildJvm take() {
        ChildJvm child = idle.isEmpty() ? start() : idle.removeFirst();
        if (idle.isEmpty()) {
            idle.add(start());
        }
        return child.awaitReady();
    }

    void giveBack(ChildJvm child) {
        if (idle.size() < MOST_IDLE) {
            idle.addFirst(child);
        } else {
            child.close();
        }
    }

    private ChildJvm start() {
        ChildJvm child = ChildJvm.start(
                "service-" + started.size(),
                ledgerFile,
                ledger,
                List.of(
                        "--spring.application.name=crash",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--spring.kafka.producer.properties.request.timeout.ms=2500",
                        "--spring.kafka.consumer.properties.session.timeout.ms=3000",
                        "--spring.kafka.consumer.properties.heartbeat.interval.ms=500",
                        "--spring.kafka.consumer.properties.max.poll.interval.ms=6000",
                        "--spring.datasource.url=" + url(),
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=postgres",
                        "--spring.datasource.hikari.maximum-pool-size=6",
                        "--spring.datasource.hikari.minimum-idle=1",
                        "--bookstore.events.topics." + CrashEvent.TOPIC + ".partitions=" + CrashTopic.PARTITIONS,
                        "--bookstore.events.idempotency.store=jdbc",
                        "--bookstore.events.idempotency.lease=6s",
                        "--bookstore.events.idempotency.jdbc.initialize-schema=always",
                        "--bookstore.events.inbox.initialize-schema=always",
                        "--bookstore.events.publishing.max-block=2s",
                        "--bookstore.events.publishing.delivery-timeout=3s",
                        "--bookstore.events.publishing.idempotent.retry.attempts=1",
                        "--bookstore.events.publishing.idempotent.in-progress-wait=10s",
                        "--bookstore.events.publishing.idempotent.deadline=20s",
                        "--bookstore.events.dead-letter.send-timeout=1s",
                        "--bookstore.events.dead-letter.retry.delay=50ms",
                        "--bookstore.events.dead-letter.retry.max-delay=50ms"));
        started.add(child);
        return child;
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
        started.forEach(ChildJvm::close);
        pool.close();
        broker.close();
    }

    @Override
    public void close() {
        topic.close();
        closeProcesses();
    }
}
