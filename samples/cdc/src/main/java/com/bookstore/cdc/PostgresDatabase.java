package com.bookstore.cdc;

import com.bookstore.demo.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL server whose log can be decoded into changes of rows. */
final class PostgresDatabase implements CapturedDatabase {

    private static final String ADMINISTRATOR = "postgres";

    private static final String SLOT = "bookstore_cdc";
    private static final String IN_USE = "55006";

    private static final Duration LIMIT = Duration.ofSeconds(60);

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
        try {
            JdbcTemplate administrator = jdbc(ADMINISTRATOR);
            administrator.execute("CREATE DATABASE bookstore");
            administrator.execute("CREATE ROLE debezium LOGIN REPLICATION PASSWORD '" + password + "'");
            jdbc = jdbc("bookstore");
            execute(Files.readString(SampleFiles.path("databases", "postgres.sql")));
        } catch (IOException | RuntimeException failure) {
            Parts.closeAfter(failure, server);
            throw failure;
        }
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

    /** Also where the server does not know yet that the slot's reader is gone, or has one that tries it again and again. */
    @Override
    public void loseUnreadChanges() throws Exception {
        new Wait(LIMIT, LIMIT)
                .until(
                        "no slot",
                        () -> {
                            execute("SELECT pg_terminate_backend(active_pid)" + ofSlot("active"));
                            dropUnlessInUse();
                            return jdbc.queryForList("SELECT active_pid" + ofSlot("true"));
                        },
                        List::isEmpty);
    }

    private void dropUnlessInUse() {
        try {
            execute("SELECT pg_drop_replication_slot(slot_name)" + ofSlot("NOT active"));
        } catch (DataAccessException failure) {
            if (!(failure.getRootCause() instanceof SQLException cause && IN_USE.equals(cause.getSQLState()))) {
                throw failure;
            }
        }
    }

    private static String ofSlot(String condition) {
        return " FROM pg_replication_slots WHERE slot_name = '%s' AND %s".formatted(SLOT, condition);
    }

    /** Where the server's log ends, with what is not on disk yet. */
    String position() {
        return Objects.requireNonNull(jdbc.queryForObject("SELECT pg_current_wal_insert_lsn()::text", String.class));
    }

    /** Whether the slot's reader needs nothing of the log up to there any more. */
    boolean isReadUpTo(String position) {
        String confirmed = "SELECT COUNT(*)" + ofSlot("confirmed_flush_lsn >= '" + position + "'");
        return Objects.equals(jdbc.queryForObject(confirmed, Integer.class), 1);
    }

    /** Has the server take away the log that the slot's reader still needs, as it does when it is given a limit. */
    void invalidateSlot() throws Exception {
        execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        execute("SELECT pg_reload_conf()");
        new Wait(LIMIT, LIMIT)
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
