package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashServices;
import com.bookstore.events.crash.Ledger;
import com.bookstore.events.deadletter.crash.DeadLetterVerdict.Letter;
import com.bookstore.events.servers.FaultyProxy;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.bookstore.events.test.KafkaBroker;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** A broker behind a network that can fail, a database, and services that handle events, store dead letters and replay them. */
final class DeadLetterBench implements AutoCloseable {

    private static final String DATABASE = "dead_letter_crash";
    private static final String EXCLUDED =
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
                    + "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration,"
                    + "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration";

    private final FaultyProxy network = FaultyProxy.withoutServer();
    private final KafkaBroker broker;
    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final LetterTopics topics;
    private final CrashServices services;

    /** Starts what services need, and one that creates the tables. */
    DeadLetterBench(Path directory) throws Exception {
        Path ledgerFile = directory.resolve("ledger");
        Ledger ledger = new Ledger(ledgerFile);
        ledger.append("test", "begin", "-", "-");
        try (HikariDataSource server = PostgresServer.pool(1)) {
            new JdbcTemplate(server).execute("CREATE DATABASE " + DATABASE);
        }
        pool = Pools.pool(url(), "postgres", "postgres", 4);
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("CREATE TABLE effect (seq BIGSERIAL PRIMARY KEY, run VARCHAR(100) NOT NULL,"
                + " account VARCHAR(20) NOT NULL, number INTEGER NOT NULL)");
        jdbc.execute("CREATE SEQUENCE failures");
        broker = KafkaBroker.builder()
                .property("advertised.listeners", "PLAINTEXT://127.0.0.1:" + network.port())
                .property("group.min.session.timeout.ms", "1000")
                .build();
        String servers = broker.bootstrapServers();
        network.lead(Integer.parseInt(servers.substring(servers.indexOf(':') + 1)));
        services = new CrashServices(DeadLetterCrashService.class, 128, ledgerFile, ledger, settings());
        ChildJvm first = services.start();
        broker.start();
        topics = new LetterTopics(servers);
        services.giveBack(first.awaitReady());
    }

    private static String url() {
        return PostgresServer.url(PostgresServer.port()).replaceAll("/postgres$", "/" + DATABASE);
    }

    private Map<String, String> settings() {
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.autoconfigure.exclude", EXCLUDED);
        properties.put("spring.application.name", "dying");
        properties.put("spring.kafka.bootstrap-servers", "127.0.0.1:" + network.port());
        properties.put("spring.kafka.admin.auto-create", "false");
        properties.put("spring.kafka.listener.auto-startup", "false");
        properties.put("spring.kafka.consumer.fetch-max-wait", "20ms");
        properties.put("spring.kafka.consumer.properties.reconnect.backoff.max.ms", "100");
        properties.put("spring.kafka.producer.compression-type", "none");
        properties.put("spring.kafka.producer.properties.request.timeout.ms", "2500");
        properties.put("spring.kafka.producer.properties.reconnect.backoff.max.ms", "100");
        properties.put("spring.datasource.url", url());
        properties.put("spring.datasource.username", "postgres");
        properties.put("spring.datasource.password", "postgres");
        properties.put("spring.datasource.hikari.maximum-pool-size", "6");
        properties.put("spring.datasource.hikari.minimum-idle", "1");
        properties.put("bookstore.events.publishing.max-block", "1s");
        properties.put("bookstore.events.publishing.delivery-timeout", "10s");
        properties.put("bookstore.events.inbox.initialize-schema", "always");
        properties.put("bookstore.events.topics.dead-letter-queue.name", LetterTopics.LETTERS);
        properties.put("bookstore.events.dead-letter.retry.max-retries", "0");
        properties.put("bookstore.events.dead-letter.breaker.enabled", "false");
        properties.put("bookstore.events.dead-letter.send-timeout", "500ms");
        properties.put("bookstore.events.dead-letter.store.enabled", "true");
        properties.put("bookstore.events.dead-letter.store.initialize-schema", "always");
        properties.put("bookstore.events.dead-letter.store.group", LetterTopics.STORE_GROUP);
        properties.put("bookstore.events.dead-letter.replay.batch-size", "4");
        properties.put("bookstore.events.dead-letter.replay.max-replays", "10");
        properties.put("bookstore.events.dead-letter.replay.send-timeout", "5s");
        properties.put("bookstore.events.dead-letter.replay.lease", "15s");
        return properties;
    }

    CrashServices services() {
        return services;
    }

    LetterTopics topics() {
        return topics;
    }

    FaultyProxy network() {
        return network;
    }

    /** How often the handler has failed, in all. */
    long failures() {
        Long failures = jdbc.queryForObject("SELECT last_value FROM failures", Long.class);
        return failures == null ? 0 : failures;
    }

    /** Spares the wait for the leases of a dead, or suspended, service to end. */
    void endLeases() {
        jdbc.update("UPDATE dead_letter_lease SET expires_at = expires_at - INTERVAL '1 hour'");
    }

    List<Letter> letters() {
        return jdbc.query(
                """
                SELECT event_id, fingerprint, topic, partition_no, offset_no, cause_message, status, attempts, replays,
                  died_replay
                FROM dead_letter JOIN dead_letter_state ON letter_id = id ORDER BY id""",
                (row, number) -> new Letter(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7),
                        row.getInt(8),
                        row.getInt(9),
                        row.getInt(10)));
    }

    DeadLetterVerdict verdict(DyingRun run) throws Exception {
        List<String> effects = jdbc.query(
                "SELECT account, number FROM effect WHERE run = ? ORDER BY seq",
                (row, number) -> Dying.name(run.id(), row.getString(1), row.getInt(2)),
                run.id());
        return new DeadLetterVerdict(run, topics.records(run), letters(), effects);
    }

    /** Forgets what a run has left, so that the next one begins with empty tables. */
    void clear() {
        jdbc.update("DELETE FROM dead_letter_state");
        jdbc.update("DELETE FROM dead_letter");
        jdbc.update("DELETE FROM dead_letter_lease");
    }

    @Override
    public void close() {
        services.close();
        topics.close();
        pool.close();
        broker.close();
        network.close();
    }
}
