package com.bookstore.events.outbox.relay;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.relay.RelayBatch.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where the relay finds events, and notes what became of them. Each method is a short transaction of its own.
 *
 * <p>Statements that find many rows are planned each time they are run: PostgreSQL may keep the plan of a prepared statement,
 * and one that was made while the table was empty reads all of it when it is full. So they are written with their values,
 * which are numbers and names that are checked. On PostgreSQL they are prepared all the same, or its driver has bytes sent as
 * text, at twice the size; there the plan is not kept because the transaction says so.
 */
final class JdbcRelayTable {

    /** In front of a statement, with which it is sent. */
    private static final String PLANNED_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan; ";

    private static final String STORED = "seq, partition_no, id, aggregatetype, aggregateid, type, headers, payload";

    private static final String OCTETS =
            "OCTET_LENGTH(payload) + OCTET_LENGTH(aggregateid) + COALESCE(OCTET_LENGTH(headers), 0)";

    /** What is stored, but of large events nothing that may be large; drivers fetch rows ahead, some of them all. */
    private static final String SMALL =
            """
            seq, partition_no, id, aggregatetype, CASE WHEN %1$s <= %2$d THEN aggregateid END AS aggregateid, type,
            CASE WHEN %1$s <= %2$d THEN headers END AS headers, CASE WHEN %1$s <= %2$d THEN payload END AS payload,
            %1$s AS octets""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcRetry retry = JdbcRetry.onDeadlock();
    private final JdbcDialect dialect;
    private final OutboxTables tables;
    private final String held;

    /**
     * Describes the tables.
     *
     * @param holdKeys whether events wait for those of their key that are set aside
     */
    JdbcRelayTable(OutboxTables tables, boolean holdKeys) {
        JdbcDatabase database = tables.database();
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
        this.transactions = database.transactions("bookstore-events-outbox");
        this.tables = tables;
        this.held = holdKeys ? noneOfItsKeyIn(tables.parked(), "") : "";
    }

    private static String noneOfItsKeyIn(TableName table, String condition) {
        return """
                 AND NOT EXISTS (SELECT 1 FROM %s p WHERE %sp.partition_no = e.partition_no
                 AND p.aggregateid = e.aggregateid AND p.aggregatetype = e.aggregatetype)"""
                .formatted(table, condition);
    }

    /**
     * Reads the oldest events of some partitions. What it holds in memory meanwhile is a few times what may be read,
     * whatever the driver fetches ahead: each event that is large for its share of that is read by itself.
     *
     * @param read which to read, and how many
     * @return events in the order of their sequence numbers, at least one if there is one
     */
    List<RelayRow> oldest(Read read) {
        String otherTopics = read.withoutTopics().stream()
                .filter(RelayRow::isTopic)
                .map(topic -> "'" + topic + "'")
                .collect(Collectors.joining(", "));
        String sql = "SELECT %s FROM %s e WHERE partition_no IN (%s)%s%s%s ORDER BY seq LIMIT "
                .formatted(
                        SMALL.formatted(OCTETS, 2 * read.bytes() / read.rows()),
                        tables.events(),
                        join(read.partitions()),
                        otherTopics.isEmpty() ? "" : " AND aggregatetype NOT IN (" + otherTopics + ")",
                        held,
                        read.withoutKeysOf().isEmpty()
                                ? ""
                                : noneOfItsKeyIn(
                                        tables.events(), "p.seq IN (%s) AND ".formatted(join(read.withoutKeysOf()))));
        return Objects.requireNonNull(transactions.execute(
                status -> dialect == JdbcDialect.POSTGRESQL ? prepared(sql, read) : written(sql, read)));
    }

    private List<RelayRow> written(String sql, Read read) {
        List<RelayRow> rows = jdbc.execute((StatementCallback<List<RelayRow>>)
                statement -> upTo(read.bytes(), statement.executeQuery(sql + read.rows())));
        return Objects.requireNonNull(rows);
    }

    private List<RelayRow> prepared(String sql, Read read) {
        List<RelayRow> rows =
                jdbc.execute(PLANNED_ANEW + sql + "?", (PreparedStatementCallback<List<RelayRow>>) statement -> {
                    statement.setInt(1, read.rows());
                    statement.execute();
                    statement.getMoreResults();
                    return upTo(read.bytes(), statement.getResultSet());
                });
        return Objects.requireNonNull(rows);
    }

    private List<RelayRow> upTo(long most, ResultSet result) throws SQLException {
        List<RelayRow> rows = new ArrayList<>();
        List<Long> large = new ArrayList<>();
        long bytes = 0;
        try (ResultSet found = result) {
            while (bytes < most && found.next()) {
                RelayRow row = row(found);
                if (row.isLeftOut()) {
                    large.add(row.sequence());
                }
                bytes += found.getLong(9) + RelayRow.OVERHEAD;
                rows.add(row);
            }
        }
        return large.isEmpty() ? rows : whole(rows, large);
    }

    /** Ends before one that is no longer there: its partition is another owner's now, and nobody knows what is behind it. */
    private List<RelayRow> whole(List<RelayRow> rows, List<Long> large) {
        Map<Long, RelayRow> whole = new HashMap<>();
        jdbc.query("SELECT %s FROM %s WHERE seq IN (%s)".formatted(STORED, tables.events(), join(large)), found -> {
            RelayRow row = row(found);
            whole.put(row.sequence(), row);
        });
        return rows.stream()
                .map(row -> row.isLeftOut() ? whole.get(row.sequence()) : row)
                .takeWhile(Objects::nonNull)
                .toList();
    }

    private static RelayRow row(ResultSet found) throws SQLException {
        byte[] payload = found.getBytes(8);
        return new RelayRow(
                found.getLong(1),
                found.getInt(2),
                found.getString(3),
                found.getString(4),
                payload == null ? "" : found.getString(5),
                found.getString(6),
                found.getString(7),
                payload == null ? RelayRow.LEFT_OUT : payload);
    }

    /** Deletes what is acknowledged, of partitions that are still the owner's. */
    void delete(List<RelayRow> acknowledged, String owner) {
        Long[] sequences = acknowledged.stream().map(RelayRow::sequence).toArray(Long[]::new);
        retry.run(() -> Objects.requireNonNull(transactions.execute(status -> {
            if (dialect != JdbcDialect.POSTGRESQL) {
                return jdbc.update(deletion("IN (" + join(List.of(sequences)) + ")", owner)) > 0;
            }
            PreparedStatementCallback<Boolean> deleting = statement -> {
                statement.setArray(1, statement.getConnection().createArrayOf("bigint", sequences));
                return statement.execute();
            };
            return jdbc.execute(PLANNED_ANEW + deletion("= ANY (?)", owner), deleting);
        })));
    }

    private String deletion(String which, String owner) {
        return "DELETE FROM %s WHERE seq %s AND %s".formatted(tables.events(), which, owned(owner));
    }

    /**
     * Sets aside what is refused, if its partition is still the owner's.
     *
     * @return whether it is set aside
     */
    boolean park(Refused refused, String owner) {
        return retry.run(() -> Objects.requireNonNull(transactions.execute(status -> {
            boolean moved = move(refused, owner);
            if (!moved) {
                // The partition may be lost between the two statements: the event would be in both tables.
                status.setRollbackOnly();
            }
            return moved;
        })));
    }

    private boolean move(Refused refused, String owner) {
        long sequence = refused.row().sequence();
        jdbc.update(
                """
                INSERT INTO %1$s (%2$s, created_at, parked_at, cause)
                SELECT %2$s, created_at, %3$s, ? FROM %4$s WHERE seq = %5$d AND %6$s
                AND NOT EXISTS (SELECT 1 FROM %1$s p WHERE p.seq = %5$d)"""
                        .formatted(tables.parked(), STORED, dialect.now(), tables.events(), sequence, owned(owner)),
                refused.reason());
        return jdbc.update(deletion("= " + sequence, owner)) == 1;
    }

    /**
     * Owners are named anew after each loss, so that the name does what a fencing token does. PostgreSQL's statistics may be
     * of a time when this owner had no partition; joined, it would look for each event in each partition. An array is not.
     */
    private String owned(String owner) {
        return (dialect == JdbcDialect.POSTGRESQL
                        ? "partition_no = ANY (ARRAY(SELECT partition_no FROM %s WHERE owner = '%s'))"
                        : "partition_no IN (SELECT partition_no FROM %s WHERE owner = '%s')")
                .formatted(tables.partitions(), owner);
    }

    private static String join(Collection<? extends Number> numbers) {
        StringBuilder joined = new StringBuilder(numbers.size() * 8);
        for (Number number : numbers) {
            joined.append(joined.isEmpty() ? "" : ",").append(number.longValue());
        }
        return joined.toString();
    }

    /**
     * What to read.
     *
     * @param partitions whose events, at least one
     * @param withoutTopics topics whose events are passed over
     * @param withoutKeysOf sequence numbers of events whose keys are passed over, with these events
     * @param rows at most so many events
     * @param bytes no further event once they are so large in memory
     */
    record Read(Set<Integer> partitions, Set<String> withoutTopics, List<Long> withoutKeysOf, int rows, long bytes) {

        /** The same, past the keys of some events. */
        Read withoutKeysOf(List<RelayRow> events) {
            return new Read(
                    partitions,
                    withoutTopics,
                    events.stream().map(RelayRow::sequence).toList(),
                    rows,
                    bytes);
        }

        /** Whether there may be more than was found; the sizes are estimates, by characters here and by octets there. */
        boolean isFilledBy(List<RelayRow> found) {
            return found.size() >= rows
                    || 2 * found.stream().mapToLong(RelayRow::size).sum() >= bytes;
        }
    }
}
