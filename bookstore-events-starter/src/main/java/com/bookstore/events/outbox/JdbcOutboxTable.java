package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where events are stored, in the transaction of the current thread. Sequence numbers come from the database, as the clocks of
 * instances differ. Thread-safe.
 */
final class JdbcOutboxTable {

    /** Databases limit the parameters of a statement. */
    private static final int MOST_ROWS = 500;

    private static final List<Column> COLUMNS = List.of(
            new Column("id", "varchar", OutboxRow::eventId, String[]::new),
            new Column("aggregatetype", "varchar", OutboxRow::topic, String[]::new),
            new Column("aggregateid", "varchar", OutboxRow::key, String[]::new),
            new Column("type", "varchar", OutboxRow::type, String[]::new),
            new Column("headers", "varchar", OutboxRow::headers, String[]::new),
            new Column("payload", "bytea", OutboxRow::payload, byte[][]::new),
            new Column("partition_no", "int4", OutboxRow::partition, Integer[]::new));

    private static final String NAMES =
            String.join(", ", COLUMNS.stream().map(Column::name).toList());

    private static final String ROW = "(" + marks(COLUMNS.size()) + ")";

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final JdbcTemplate locking;
    private final JdbcDialect dialect;
    private final OutboxTables tables;
    private final String insertOne;

    /**
     * Describes the table.
     *
     * @param lockTimeout how long {@link #lock} waits
     */
    JdbcOutboxTable(OutboxTables tables, Duration lockTimeout) {
        this.dataSource = tables.database().dataSource();
        this.jdbc = new JdbcTemplate(dataSource);
        this.dialect = tables.database().dialect();
        this.locking = new JdbcTemplate(dataSource);
        locking.setQueryTimeout(dialect.timeoutSeconds(lockTimeout));
        this.tables = tables;
        this.insertOne = "INSERT INTO %s (%s) VALUES %s".formatted(tables.events(), NAMES, ROW);
    }

    /** Whether the current transaction is one of this database. */
    boolean takesPartInTheTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.hasResource(dataSource);
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
            Object[] values = rows.stream().map(column.value()).toArray(column.array());
            statement.setArray(i + 1, connection.createArrayOf(column.sqlType(), values));
        }
        return statement;
    }

    private void insertValues(List<OutboxRow> rows) {
        List<@Nullable Object> values = new ArrayList<>(rows.size() * COLUMNS.size());
        rows.forEach(row -> COLUMNS.forEach(column -> values.add(column.value().apply(row))));
        String further = (", " + ROW).repeat(rows.size() - 1);
        jdbc.update(insertOne + further, values.toArray());
    }

    /** Adds the rows that {@link #lock} needs, where they are missing; together with other instances. */
    void addLocks() {
        JdbcRetry.on(Set.of("23505", "23000"), Duration.ofMillis(20)).run(() -> {
            List<Integer> there = jdbc.queryForList("SELECT partition_no FROM " + tables.locks(), Integer.class);
            for (int partition = 0; partition < OutboxTables.PARTITIONS; partition++) {
                if (!there.contains(partition)) {
                    jdbc.update("INSERT INTO %s (partition_no) VALUES (?)".formatted(tables.locks()), partition);
                }
            }
            return there;
        });
    }

    /**
     * Makes transactions that publish events of the same partitions wait for each other, until they end. Not without a bound:
     * one that waits for the transaction it was started from would wait for ever, and no database sees that.
     */
    void lock(Collection<Integer> ofPartitions) {
        Set<Integer> partitions = new TreeSet<>(ofPartitions);
        locking.query(
                "SELECT partition_no FROM %s WHERE partition_no IN (%s) ORDER BY partition_no FOR UPDATE"
                        .formatted(tables.locks(), marks(partitions.size())),
                row -> {},
                partitions.toArray());
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** A column, its type in an array of PostgreSQL, its value, and what makes an array of such values. */
    private record Column(
            String name, String sqlType, Function<OutboxRow, @Nullable Object> value, IntFunction<Object[]> array) {}
}
