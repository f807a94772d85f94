package com.bookstore.cdc;

import com.bookstore.demo.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL server whose log can be decoded into changes of rows. */
final class PostgresDatabase implements CapturedDatabase {

    private static final String ADMINISTRATOR = "postgres";

    private static final Duration INVALIDATION_LIMIT = Duration.ofSeconds(60);

    private final String password = UUID.randomUUID().toString();
    private final EmbeddedPostgres server;
    private final JdbcTemplate jdbc;

    PostgresDatabase() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(90))
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .start();
        JdbcTemplate administrator = jdbc(ADMINISTRATOR);
        administrator.execute("CREATE DATABASE bookstore");
        administrator.execute("CREATE ROLE debezium LOGIN REPLICATION PASSWORD '" + password + "'");
        jdbc = jdbc("bookstore");
        execute(Files.readString(SampleFiles.path("databases", "postgres.sql")));
    }

    private JdbcTemplate jdbc(String database) {
        return new JdbcTemplate(new DriverManagerDataSource(server.getJdbcUrl(ADMINISTRATOR, database)));
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String profile() {
        return "postgres";
    }

    @Override
    public Map<String, String> serviceEnvironment() {
        return Map.of(
                "DB_URL",
                server.getJdbcUrl(ADMINISTRATOR, "bookstore"),
                "DB_USERNAME",
                ADMINISTRATOR,
                "DB_PASSWORD",
                "unchecked");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "CDC_POSTGRES_HOST",
                "127.0.0.1",
                "CDC_POSTGRES_PORT",
                Integer.toString(server.getPort()),
                "CDC_POSTGRES_USER",
                "debezium",
                "CDC_POSTGRES_PASSWORD",
                password);
    }

    @Override
    public void execute(String sql) {
        jdbc.execute(sql);
    }

    @Override
    public void loseUnreadChanges() {
        execute("SELECT pg_drop_replication_slot('bookstore_cdc')");
    }

    /** Has the server take away the log that the slot's reader still needs, as it does when it is given a limit. */
    void invalidateSlot() throws Exception {
        execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        execute("SELECT pg_reload_conf()");
        new Wait(INVALIDATION_LIMIT, INVALIDATION_LIMIT)
                .until(
                        "an invalid slot",
                        () -> {
                            execute("CREATE TABLE filler (id INT)");
                            execute("DROP TABLE filler");
                            execute("SELECT pg_switch_wal()");
                            execute("CHECKPOINT");
                            return jdbc.queryForObject("SELECT wal_status FROM pg_replication_slots", String.class);
                        },
                        status -> "lost".equals(status));
        execute("ALTER SYSTEM RESET max_slot_wal_keep_size");
        execute("SELECT pg_reload_conf()");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
