package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.CrashServices;
import com.bookstore.events.crash.Ledger;
import com.bookstore.events.outbox.crash.OutboxVerdict.Committed;
import com.bookstore.events.servers.FaultyProxy;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Brokers that can fail, a database, services that write and services that relay. */
final class OutboxBench implements AutoCloseable {

    /** How many events are on their way at once. */
    static final int BATCH = 50;

    static final String STOP_TIMEOUT = "bookstore.events.outbox.stop-timeout";

    private static final String EXCLUDED =
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
                    + "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration,"
                    + "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration";

    private final Path directory;
    private final OutboxDatabase database;
    private final OutboxBrokers brokers;
    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final OutboxTopic topic;
    private final CrashServices writers;
    private final CrashServices relays;
    private final CrashServices relaysThatNeverStop;

    /**
     * Starts what services need, and one that creates the tables.
     *
     * @param brokers closed with this
     * @param heap of each service, in MiB
     */
    OutboxBench(Path directory, OutboxDatabase database, OutboxBrokers brokers, int heap) throws Exception {
        this.directory = directory;
        this.database = database;
        Path ledgerFile = directory.resolve("ledger");
        Ledger ledger = new Ledger(ledgerFile);
        ledger.append("test", "begin", "-", "-");
        pool = database.pool(directory);
        jdbc = new JdbcTemplate(pool);
        createTables();
        this.brokers = brokers;
        topic = new OutboxTopic(brokers.bootstrapServers(), brokers.count());
        relays = new CrashServices(OutboxCrashService.class, heap, ledgerFile, ledger, settings());
        relaysThatNeverStop = relays.with(Map.of(STOP_TIMEOUT, "60s"));
        writers = relays.with(Map.of("bookstore.events.outbox.relay", "false"));
        writers.giveBack(writers.take());
    }

    private void createTables() {
        jdbc.execute("DROP TABLE IF EXISTS account");
        jdbc.execute("DROP TABLE IF EXISTS written");
        jdbc.execute("CREATE TABLE account (run VARCHAR(100) NOT NULL, name VARCHAR(20) NOT NULL,"
                + " events INTEGER NOT NULL, PRIMARY KEY (run, name))");
        jdbc.execute("CREATE TABLE written (event_id VARCHAR(100) PRIMARY KEY, run VARCHAR(100) NOT NULL,"
                + " account VARCHAR(20) NOT NULL, number INTEGER NOT NULL, poison VARCHAR(20) NOT NULL)");
    }

    private Map<String, String> settings() {
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.autoconfigure.exclude", EXCLUDED);
        properties.put("spring.application.name", "crash");
        properties.put("spring.kafka.bootstrap-servers", brokers.servers());
        properties.put("spring.kafka.producer.batch-size", "1000");
        properties.put("spring.kafka.producer.properties.request.timeout.ms", "2500");
        properties.put("spring.kafka.producer.properties.reconnect.backoff.max.ms", "100");
        // or a client that reaches none of its brokers, here the only one, forgets the topics, and takes no more events
        properties.put("spring.kafka.producer.properties.metadata.recovery.strategy", "none");
        properties.put("spring.datasource.url", database.url(directory));
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("spring.datasource.hikari.maximum-pool-size", "5");
        properties.put("spring.datasource.hikari.minimum-idle", "1");
        properties.put("bookstore.events.publishing.max-block", "30s");
        properties.put("bookstore.events.topics." + Written.TOPIC + ".partitions", "" + OutboxTopic.PARTITIONS);
        properties.put("bookstore.events.outbox.enabled", "true");
        properties.put("bookstore.events.outbox.initialize-schema", "always");
        properties.put("bookstore.events.outbox.lease", "2s");
        properties.put("bookstore.events.outbox.batch-size", "" + BATCH);
        properties.put("bookstore.events.outbox.unavailable-topic-delay", "500ms");
        properties.put(STOP_TIMEOUT, "2s");
        if (database == OutboxDatabase.POSTGRESQL) {
            properties.put("spring.datasource.hikari.data-source-properties.ApplicationName", "outbox-crash");
        }
        return properties;
    }

    CrashServices writers() {
        return writers;
    }

    CrashServices relays() {
        return relays;
    }

    /** Not before a minute has passed. */
    CrashServices relaysThatNeverStop() {
        return relaysThatNeverStop;
    }

    OutboxBrokers brokers() {
        return brokers;
    }

    FaultyProxy network() {
        return brokers.network();
    }

    OutboxTopic topic() {
        return topic;
    }

    void addAccounts(String run, int accounts) {
        for (int i = 0; i < accounts; i++) {
            jdbc.update("INSERT INTO account (run, name, events) VALUES (?, ?, 0)", run, "a" + i);
        }
    }

    int committed(String run) {
        return count("SELECT count(*) FROM written WHERE run = '" + run + "'");
    }

    int left() {
        return count("SELECT count(*) FROM outbox");
    }

    /** How many events wait for a topic. */
    int waiting(String ofTopic) {
        return count("SELECT count(*) FROM outbox WHERE aggregatetype = '" + ofTopic + "'");
    }

    private int count(String sql) {
        Integer rows = jdbc.queryForObject(sql, Integer.class);
        return rows == null ? 0 : rows;
    }

    /** Has PostgreSQL end all connections of the services. */
    void killConnections() {
        jdbc.queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND application_name = 'outbox-crash'");
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    OutboxVerdict verdict(String run) {
        List<Committed> committed = jdbc.query(
                "SELECT event_id, account, number, poison FROM written WHERE run = ?",
                (row, number) -> new Committed(
                        row.getString(1), row.getString(2), row.getInt(3), Poison.valueOf(row.getString(4))),
                run);
        Set<String> parked = new HashSet<>(jdbc.queryForList("SELECT id FROM outbox_parked", String.class));
        return new OutboxVerdict(committed, topic.records(run), parked);
    }

    /** Forgets what a run has left, so that the next one begins with empty tables. */
    void clear() {
        jdbc.update("DELETE FROM outbox");
        jdbc.update("DELETE FROM outbox_parked");
        jdbc.update("DELETE FROM outbox_relay");
        jdbc.update("UPDATE outbox_partition SET owner = NULL");
    }

    @Override
    public void close() {
        writers.close();
        relays.close();
        relaysThatNeverStop.close();
        topic.close();
        pool.close();
        brokers.close();
    }
}
