package com.bookstore.events.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The databases this library knows, and how each tells the time. Time is always the database's own, in UTC, with
 * microseconds: the clocks of a service's instances differ, their database has one.
 */
public enum JdbcDialect {

    /** PostgreSQL, and what calls itself so. */
    POSTGRESQL(
            "statement_timestamp()",
            "statement_timestamp() + interval '%d milliseconds'",
            "CAST(EXTRACT(EPOCH FROM (%s - statement_timestamp())) * 1000 AS BIGINT)",
            "TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'"),
    /** MySQL 8. */
    MYSQL(
            "UTC_TIMESTAMP(6)",
            "UTC_TIMESTAMP(6) + INTERVAL %d * 1000 MICROSECOND",
            "TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), %s) DIV 1000",
            "TIMESTAMP '1970-01-01 00:00:00'"),
    /** MariaDB, also through the driver of MySQL. */
    MARIADB(MYSQL.now, MYSQL.nowPlus, MYSQL.millisUntil, MYSQL.epoch),
    /** H2, in memory, in a file or as a server. */
    H2(
            "CURRENT_TIMESTAMP(6)",
            "DATEADD(MILLISECOND, %d, CURRENT_TIMESTAMP(6))",
            "DATEDIFF(MILLISECOND, CURRENT_TIMESTAMP(6), %s)",
            "TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'");

    private final String now;
    private final String nowPlus;
    private final String millisUntil;
    private final String epoch;

    JdbcDialect(String now, String nowPlus, String millisUntil, String epoch) {
        this.now = now;
        this.nowPlus = nowPlus;
        this.millisUntil = millisUntil;
        this.epoch = epoch;
    }

    /**
     * Tells which database a connection leads to.
     *
     * @param connection an open connection
     * @return its dialect
     * @throws SQLException if the database does not answer
     * @throws UnsupportedDatabaseException if it is none of these
     */
    public static JdbcDialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String product = database.getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb" -> MARIADB;
            // MySQL's driver calls a MariaDB server MySQL; only the version tells.
            case "mysql" -> database.getDatabaseProductVersion().contains("MariaDB") ? MARIADB : MYSQL;
            case "h2" -> H2;
            default -> throw new UnsupportedDatabaseException(product);
        };
    }

    /**
     * Returns what Spring Boot and the names of the schema scripts call this database.
     *
     * @return for example {@code postgresql}
     */
    public String platform() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns how long a statement may take, in the form JDBC and Spring's templates want it.
     *
     * @param timeout not negative
     * @return whole seconds, at least 1; -1 for no bound on H2, whose connections would keep it for whatever is done with
     *     them next
     */
    public int timeoutSeconds(Duration timeout) {
        return this == H2 ? -1 : (int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE));
    }

    /**
     * Returns the SQL expression of the current time. It does not change within a statement.
     *
     * @return an expression without parameters
     */
    public String now() {
        return now;
    }

    /**
     * Returns the SQL expression of a time from now.
     *
     * @param distance how far from now, in whole milliseconds; may be negative
     * @return an expression without parameters
     */
    public String nowPlus(Duration distance) {
        return nowPlus.formatted(distance.toMillis());
    }

    /**
     * Returns the SQL expression of the milliseconds from now until a time.
     *
     * @param column a column or expression of a time
     * @return an expression without parameters; negative when the time has passed
     */
    public String millisUntil(String column) {
        return millisUntil.formatted(column);
    }

    /**
     * Returns the SQL expression of the milliseconds from 1970 until now.
     *
     * @return an expression without parameters
     */
    public String epochMillis() {
        return "-(" + millisUntil(epoch) + ")";
    }

    /**
     * Returns the SQL condition that a text is one of several; {@link #bindAll} sets its parameters.
     *
     * @param column a column or expression of a text
     * @param count how many texts, at least 1
     * @return a condition
     */
    public String isOneOf(String column, int count) {
        return this == POSTGRESQL
                ? column + " = ANY (?)"
                : column + " IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    /**
     * Sets the parameters of {@link #isOneOf}.
     *
     * @param statement the statement that has the condition
     * @param index the condition's first parameter, from 1
     * @param texts as many as the condition has
     * @return the first parameter after the condition
     * @throws SQLException if the statement is closed or has fewer parameters
     */
    public int bindAll(PreparedStatement statement, int index, List<String> texts) throws SQLException {
        if (this == POSTGRESQL) {
            statement.setArray(index, statement.getConnection().createArrayOf("varchar", texts.toArray()));
            return index + 1;
        }
        for (int i = 0; i < texts.size(); i++) {
            statement.setString(index + i, texts.get(i));
        }
        return index + texts.size();
    }
}
