package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * The outbox in a database. Sequence numbers come from the database, as the clocks of instances differ. Each method is a
 * statement, or a few, in the transaction of the current thread or in none.
 */
final class JdbcOutboxTable {

    /** Databases limit the parameters of a statement. */
    private static final int MOST_ROWS = 500;

    private static final List<Column> COLUMNS = List.of(
            new Column("id", "varchar", OutboxRow::eventId),
            new Column("aggregatetype", "varchar", OutboxRow::topic),
            new Column("aggregateid", "varchar", OutboxRow::key),
            new Column("type", "varchar", OutboxRow::type),
            new Column("headers", "varchar", OutboxRow::headers),
            new Column("payload", "bytea", OutboxRow::payload),
            new Column("partition_no", "int4", OutboxRow::partition));

    private static final String NAMES =
            String.join(", ", COLUMNS.stream().map(Column::name).toList());

    private final JdbcTemplate jdbc;
    private final JdbcDialect dialect;
    private final OutboxTables tables;

    JdbcOutboxTable(DataSource dataSource, JdbcDialect dialect, OutboxTables tables) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.dialect = dialect;
        this.tables = tables;
    }

    /** Adds events in this order. */
    void insert(List<OutboxRow> rows) {
        if (rows.size() > 1 && dialect == JdbcDialect.POSTGRESQL) {
            jdbc.update(connection -> insertArrays(connection, rows));
            return;
        }
        for (int from = 0; from < rows.size(); from += MOST_ROWS) {
            insertValues(rows.subList(from, Math.min(rows.size(), from + MOST_ROWS)));
        }
    }

    private PreparedStatement insertArrays(Connection connection, List<OutboxRow> rows) throws SQLException {
        String sql =
                """
                INSERT INTO %1$s (%2$s)
                SELECT %2$s FROM unnest(%3$s) WITH ORDINALITY AS r (%2$s, n) ORDER BY n"""
                        .formatted(tables.events(), NAMES, marks(COLUMNS.size()));
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            Object[] values = rows.stream().map(column.value()).toArray();
            statement.setArray(i + 1, connection.createArrayOf(column.sqlType(), values));
        }
        return statement;
    }

    private void insertValues(List<OutboxRow> rows) {
        List<@Nullable Object> values = new ArrayList<>(rows.size() * COLUMNS.size());
        rows.forEach(row -> COLUMNS.forEach(column -> values.add(column.value().apply(row))));
        String row = "(" + marks(COLUMNS.size()) + ")";
        jdbc.update(
                "INSERT INTO %s (%s) VALUES %s"
                        .formatted(tables.events(), NAMES, String.join(", ", Collections.nCopies(rows.size(), row))),
                values.toArray());
    }

    /** Adds the rows that {@link #lock} needs, where they are missing; together with other instances. */
    void addLocks() {
        JdbcRetry.on(Set.of("23505", "23000"), Duration.ofMillis(20)).run(() -> {
            List<Integer> there = jdbc.queryForList("SELECT partition_no FROM " + tables.locks(), Integer.class);
            for (int partition = 0; partition < OutboxRow.PARTITIONS; partition++) {
                if (!there.contains(partition)) {
                    jdbc.update("INSERT INTO %s (partition_no) VALUES (?)".formatted(tables.locks()), partition);
                }
            }
            return there;
        });
    }

    /** Makes transactions that publish events of the same partitions wait for each other, until they end. */
    void lock(Collection<Integer> ofPartitions) {
        Set<Integer> partitions = new TreeSet<>(ofPartitions);
        jdbc.query(
                "SELECT partition_no FROM %s WHERE partition_no IN (%s) ORDER BY partition_no FOR UPDATE"
                        .formatted(tables.locks(), marks(partitions.size())),
                row -> {},
                partitions.toArray());
    }

    /**
     * Reads the oldest events of some partitions.
     *
     * @param read which to read, and how many
     * @return events in the order of their sequence numbers, at least one if there is one
     */
    List<OutboxRow> oldest(Read read) {
        List<Object> parameters = new ArrayList<>(read.partitions());
        parameters.addAll(read.withoutTopics());
        String sql = "SELECT seq, %s FROM %s WHERE partition_no IN (%s)%s ORDER BY seq LIMIT %d"
                .formatted(
                        NAMES,
                        tables.events(),
                        marks(read.partitions().size()),
                        read.withoutTopics().isEmpty()
                                ? ""
                                : " AND aggregatetype NOT IN (" + marks(read.withoutTopics().size()) + ")",
                        read.rows());
        List<OutboxRow> rows = jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    statement.setFetchSize(read.fetchSize());
                    for (int i = 0; i < parameters.size(); i++) {
                        statement.setObject(i + 1, parameters.get(i));
                    }
                    return statement;
                },
                (ResultSetExtractor<List<OutboxRow>>) found -> upTo(read.bytes(), found));
        return rows == null ? List.of() : rows;
    }

    private static List<OutboxRow> upTo(long most, ResultSet found) throws SQLException {
        List<OutboxRow> rows = new ArrayList<>();
        long bytes = 0;
        while (bytes < most && found.next()) {
            OutboxRow row = new OutboxRow(
                    found.getLong(1),
                    found.getInt(8),
                    found.getString(2),
                    found.getString(3),
                    found.getString(4),
                    found.getString(5),
                    found.getString(6),
                    found.getBytes(7));
            bytes += row.size();
            rows.add(row);
        }
        return rows;
    }

    /**
     * Deletes events if their partitions are still the owner's.
     *
     * @return how many were there
     */
    int delete(Collection<Long> sequences, String owner) {
        if (dialect == JdbcDialect.POSTGRESQL) {
            return jdbc.update(connection -> {
                PreparedStatement statement = connection.prepareStatement(
                        "DELETE FROM %s WHERE seq = ANY (?) AND %s".formatted(tables.events(), owned()));
                statement.setArray(1, connection.createArrayOf("int8", sequences.toArray()));
                statement.setString(2, owner);
                return statement;
            });
        }
        int deleted = 0;
        List<Long> all = List.copyOf(sequences);
        for (int from = 0; from < all.size(); from += MOST_ROWS) {
            List<Long> some = all.subList(from, Math.min(all.size(), from + MOST_ROWS));
            List<Object> parameters = new ArrayList<>(some);
            parameters.add(owner);
            deleted += jdbc.update(
                    "DELETE FROM %s WHERE seq IN (%s) AND %s".formatted(tables.events(), marks(some.size()), owned()),
                    parameters.toArray());
        }
        return deleted;
    }

    /**
     * Sets an event aside if its partition is still the owner's.
     *
     * @param cause why, up to 2,000 characters
     * @return whether it was there
     */
    boolean park(long sequence, String cause, String owner) {
        int parked = jdbc.update(
                """
                INSERT INTO %1$s (seq, %2$s, created_at, parked_at, cause)
                SELECT seq, %2$s, created_at, %3$s, ? FROM %4$s WHERE seq = ? AND %5$s"""
                        .formatted(tables.parked(), NAMES, dialect.now(), tables.events(), owned()),
                cause,
                sequence,
                owner);
        return parked == 1 && delete(List.of(sequence), owner) == 1;
    }

    private String owned() {
        return "partition_no IN (SELECT partition_no FROM %s WHERE owner = ?)".formatted(tables.partitions());
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** A column, its type in an array of PostgreSQL, and its value. */
    private record Column(String name, String sqlType, Function<OutboxRow, @Nullable Object> value) {}

    /**
     * What to read.
     *
     * @param partitions whose events, at least one
     * @param withoutTopics topics whose events are passed over
     * @param rows at most so many events
     * @param bytes no further event once they are so large in memory
     * @param fetchSize how many rows the driver may fetch ahead
     */
    record Read(Set<Integer> partitions, Set<String> withoutTopics, int rows, long bytes, int fetchSize) {}
}
