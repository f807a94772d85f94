package com.bookstore.benchmarks.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database on MariaDB. What it writes to the disk when, apart from its log, cannot be asked for. */
public final class MariaDatabase implements Database {

    private static final String NAME = "benchmark";

    private static final String SETTINGS =
            """
            SELECT variable_name, variable_value FROM information_schema.global_variables
            WHERE variable_name IN ('version', 'innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'log_bin',
              'innodb_buffer_pool_size', 'innodb_log_file_size', 'innodb_flush_method', 'tx_isolation')""";

    private final JdbcTemplate jdbc;

    private MariaDatabase() {
        this.jdbc = jdbc(NAME);
    }

    /**
     * Makes the database. There is one at a time.
     *
     * @return the database, to be closed by the caller
     */
    public static MariaDatabase create() {
        JdbcTemplate server = jdbc(MariaServer.USER);
        server.execute("DROP DATABASE IF EXISTS " + NAME);
        server.execute("CREATE DATABASE " + NAME);
        return new MariaDatabase();
    }

    private static JdbcTemplate jdbc(String database) {
        return new JdbcTemplate(
                new DriverManagerDataSource(MariaServer.url(database), MariaServer.USER, MariaServer.USER));
    }

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "spring.datasource.url", MariaServer.url(NAME),
                "spring.datasource.username", MariaServer.USER,
                "spring.datasource.password", MariaServer.USER);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(MariaServer.url(NAME), MariaServer.USER, MariaServer.USER);
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
        execute("TRUNCATE TABLE " + table);
    }

    @Override
    public void settle() {
        execute("FLUSH ENGINE LOGS");
    }

    @Override
    public void analyze(String table) {
        jdbc.queryForList("ANALYZE TABLE " + table);
    }

    @Override
    public Map<String, String> settings() {
        String settings = jdbc
                .query(
                        SETTINGS,
                        (row, number) -> row.getString(1).toLowerCase(java.util.Locale.ROOT) + "=" + row.getString(2))
                .stream()
                .sorted()
                .collect(Collectors.joining(", "));
        return new TreeMap<>(Map.of("database settings", settings));
    }

    @Override
    public void forgetStatements() {}

    @Override
    public Map<String, String> statements() {
        return Map.of();
    }

    @Override
    public void close() {
        jdbc(MariaServer.USER).execute("DROP DATABASE " + NAME);
    }
}
