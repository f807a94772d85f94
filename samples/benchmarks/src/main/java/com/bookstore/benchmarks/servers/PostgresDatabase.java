package com.bookstore.benchmarks.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of one comparison, empty at first and gone afterwards. */
public final class PostgresDatabase implements Database {

    private static final String NAME = "benchmark";

    private static final String SETTINGS =
            """
            SELECT string_agg(name || '=' || current_setting(name), ', ' ORDER BY name) FROM pg_settings
            WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method',
              'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'autovacuum', 'shared_preload_libraries')""";

    private static final String STATEMENTS =
            """
            SELECT format('%s calls, %s rows, %s ms each: %s', calls, rows, round(mean_exec_time::numeric, 3),
              regexp_replace(query, '\\s+', ' ', 'g'))
            FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND calls > 1 AND query ~ '^(INSERT|UPDATE|DELETE|COMMIT)' ORDER BY query""";

    private final JdbcTemplate jdbc;

    private PostgresDatabase() {
        this.jdbc = jdbc(NAME);
    }

    /**
     * Makes the database. There is one at a time.
     *
     * @return the database, to be closed by the caller
     */
    public static PostgresDatabase create() {
        JdbcTemplate server = jdbc(PostgresServer.USER);
        server.execute("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
        server.execute("CREATE DATABASE " + NAME);
        PostgresDatabase database = new PostgresDatabase();
        database.execute("CREATE EXTENSION pg_stat_statements");
        return database;
    }

    private static JdbcTemplate jdbc(String database) {
        return new JdbcTemplate(new DriverManagerDataSource(PostgresServer.url(database)));
    }

    /**
     * Returns what a service has to know of it whose tables are in a schema of their own.
     *
     * @param schema the schema, which is made
     * @return properties of Spring Boot
     */
    public Map<String, String> properties(String schema) {
        execute("CREATE SCHEMA " + schema);
        return Map.of("spring.datasource.url", PostgresServer.url(NAME) + "&currentSchema=" + schema);
    }

    @Override
    public Map<String, String> properties() {
        return Map.of("spring.datasource.url", PostgresServer.url(NAME));
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(PostgresServer.url(NAME));
    }

    @Override
    public void execute(String sql) {
        jdbc.execute(sql);
    }

    @Override
    public long number(String sql) {
        Long number = jdbc.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    @Override
    public void empty(String table) {
        execute("TRUNCATE " + table);
        settle();
    }

    @Override
    public void settle() {
        execute("CHECKPOINT");
    }

    @Override
    public void analyze(String table) {
        execute("ANALYZE " + table);
    }

    @Override
    public Map<String, String> settings() {
        return new TreeMap<>(Map.of("database settings", String.valueOf(jdbc.queryForObject(SETTINGS, String.class))));
    }

    @Override
    public void forgetStatements() {
        execute("SELECT pg_stat_statements_reset()");
    }

    @Override
    public Map<String, String> statements() {
        List<String> statements = jdbc.queryForList(STATEMENTS, String.class);
        return Map.of("database statements", statements.stream().collect(Collectors.joining("\n  ", "\n  ", "")));
    }

    @Override
    public void close() {
        jdbc(PostgresServer.USER).execute("DROP DATABASE " + NAME + " WITH (FORCE)");
    }
}
