package com.bookstore.events.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The tables of one feature and the scripts that create them, one for each database: {@code schema-<platform>.sql}. A
 * script is valid SQL, with the tables' default names, so that it can be copied into a migration; here the configured
 * names take their places. Thread-safe.
 */
public final class JdbcSchema {

    /** No table, in this schema or in none. */
    private static final Set<String> MISSING = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

    /** What one of several instances may get that create one table at the same time, though IF NOT EXISTS. */
    private static final Set<String> CREATED_BY_ANOTHER =
            Set.of("23505", "42P07", "42P06", "42710", "XX000", "42S01", "42S11", "HY000");

    private final String folder;
    private final String properties;
    private final Map<String, TableName> tables;
    private final Pattern names;

    /**
     * Describes a feature's tables.
     *
     * @param folder the folder of the scripts on the class path
     * @param properties the prefix of the property {@code initialize-schema}, which a failure names
     * @param tables the tables' names by those in the scripts
     */
    public JdbcSchema(String folder, String properties, Map<String, TableName> tables) {
        this.folder = folder;
        this.properties = properties;
        this.tables = Map.copyOf(tables);
        // all at once: a name that takes the place of another may hold a third
        this.names = Pattern.compile("\\b(%s)(_idx_\\w+)?\\b".formatted(String.join("|", tables.keySet())));
    }

    /**
     * Creates the tables that are missing. Several instances may do so at the same time.
     *
     * @param dataSource where to
     * @throws SQLException if the database cannot be reached
     * @throws org.springframework.jdbc.datasource.init.ScriptException if it refuses the script
     * @throws UnsupportedDatabaseException if there is no script for it
     */
    public void create(DataSource dataSource) throws SQLException {
        JdbcRetry.on(CREATED_BY_ANOTHER, Duration.ofMillis(50)).run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                if (isComplete(connection)) {
                    return "";
                }
                String script = script(JdbcDialect.of(connection));
                ScriptUtils.executeSqlScript(
                        connection,
                        new EncodedResource(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8))));
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                return script;
            }
        });
    }

    /** Asked before anything is created: even IF NOT EXISTS waits for, and keeps out, whoever writes to a table. */
    private boolean isComplete(Connection connection) throws SQLException {
        try {
            verify(connection);
            return true;
        } catch (MissingTableException missing) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return false;
        }
    }

    /**
     * Checks that all tables are there.
     *
     * @param connection an open connection
     * @throws MissingTableException if one is not
     * @throws SQLException if the database does not answer, or does not allow to read a table
     */
    public void verify(Connection connection) throws SQLException {
        for (TableName table : tables.values()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1 FROM %s WHERE 1 = 0".formatted(table));
            } catch (SQLException failure) {
                if (!MISSING.contains(failure.getSQLState())) {
                    throw failure;
                }
                JdbcDialect dialect = JdbcDialect.of(connection);
                throw new MissingTableException(
                        table.toString(),
                        properties + ".initialize-schema",
                        location(dialect),
                        script(dialect),
                        failure);
            }
        }
    }

    String location(JdbcDialect dialect) {
        return folder + "/schema-" + dialect.platform() + ".sql";
    }

    /** The script with the configured names: of the tables themselves, and of what is named after them. */
    String script(JdbcDialect dialect) {
        return names.matcher(read(location(dialect))).replaceAll(found -> {
            TableName table = Objects.requireNonNull(tables.get(found.group(1)));
            return Matcher.quoteReplacement(found.group(2) == null ? table.toString() : table.with(found.group(2)));
        });
    }

    private static String read(String location) {
        try {
            return new ClassPathResource(location, JdbcSchema.class.getClassLoader())
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
