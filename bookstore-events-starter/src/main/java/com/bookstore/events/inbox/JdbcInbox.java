package com.bookstore.events.inbox;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps handled events in a table. Whoever inserts a row that another transaction has inserted waits for its end. Many rows
 * are inserted in the order of their ids, or two transactions with the same ones would wait for each other.
 *
 * <p>PostgreSQL says which rows were not there. The other databases refuse all of a statement of which one row is there
 * already; then:
 *
 * <ol>
 *   <li>look which are there, and insert the others;
 *   <li>if that is refused too, as one has come in between, insert them one by one.
 * </ol>
 */
final class JdbcInbox implements Inbox {

    /** Databases limit the parameters of a statement. */
    private static final int MOST_ROWS = 1_000;

    private static final RowMapper<String> FIRST_COLUMN = (row, number) -> row.getString(1);

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final JdbcDialect dialect;
    private final TableName table;

    JdbcInbox(DataSource dataSource, JdbcDialect dialect, TableName table, Duration timeout) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout(dialect.timeoutSeconds(timeout));
        this.dialect = dialect;
        this.table = table;
    }

    static JdbcSchema schema(TableName table) {
        return new JdbcSchema("com/bookstore/events/inbox", InboxProperties.PREFIX, Map.of("inbox", table));
    }

    @Override
    public boolean takesPartInTheTransaction() {
        return TransactionSynchronizationManager.hasResource(dataSource);
    }

    @Override
    public Set<String> add(String consumer, Collection<String> eventIds) {
        if (eventIds.size() == 1) {
            return new HashSet<>(insertOneByOne(consumer, eventIds));
        }
        List<String> sorted = new ArrayList<>(eventIds);
        Collections.sort(sorted);
        if (dialect == JdbcDialect.POSTGRESQL) {
            return new HashSet<>(insertMissing(consumer, sorted));
        }
        Set<String> added = new HashSet<>();
        for (int from = 0; from < sorted.size(); from += MOST_ROWS) {
            added.addAll(insertOrLook(consumer, sorted.subList(from, Math.min(sorted.size(), from + MOST_ROWS))));
        }
        return added;
    }

    private List<String> insertMissing(String consumer, List<String> eventIds) {
        String sql =
                """
                INSERT INTO %s (consumer, event_id, handled_at)
                SELECT ?, i.id, %s FROM unnest(?) AS i (id) ON CONFLICT DO NOTHING RETURNING event_id"""
                        .formatted(table, dialect.now());
        return jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    statement.setString(1, consumer);
                    statement.setArray(2, connection.createArrayOf("varchar", eventIds.toArray()));
                    return statement;
                },
                FIRST_COLUMN);
    }

    private Collection<String> insertOrLook(String consumer, List<String> eventIds) {
        try {
            return insert(consumer, eventIds);
        } catch (DuplicateKeyException oneIsThere) {
            Set<String> there = find(consumer, eventIds);
            List<String> others =
                    eventIds.stream().filter(id -> !there.contains(id)).toList();
            try {
                return insert(consumer, others);
            } catch (DuplicateKeyException oneHasComeInBetween) {
                return insertOneByOne(consumer, others);
            }
        }
    }

    private List<String> insert(String consumer, List<String> eventIds) {
        if (!eventIds.isEmpty()) {
            String row = "(?, ?, " + dialect.now() + ")";
            List<Object> parameters = new ArrayList<>(2 * eventIds.size());
            eventIds.forEach(id -> Collections.addAll(parameters, consumer, id));
            jdbc.update(
                    "INSERT INTO %s (consumer, event_id, handled_at) VALUES %s"
                            .formatted(table, String.join(", ", Collections.nCopies(eventIds.size(), row))),
                    parameters.toArray());
        }
        return eventIds;
    }

    private List<String> insertOneByOne(String consumer, Collection<String> eventIds) {
        // A failed statement is the end of a transaction of PostgreSQL, and of nothing but itself elsewhere.
        String unlessThere = dialect == JdbcDialect.POSTGRESQL ? " ON CONFLICT DO NOTHING" : "";
        String sql = "INSERT INTO %s (consumer, event_id, handled_at) VALUES (?, ?, %s)%s"
                .formatted(table, dialect.now(), unlessThere);
        return eventIds.stream().filter(id -> isInserted(sql, consumer, id)).toList();
    }

    private boolean isInserted(String sql, String consumer, String eventId) {
        try {
            return jdbc.update(sql, consumer, eventId) == 1;
        } catch (DuplicateKeyException there) {
            return false;
        }
    }

    /**
     * Looks without opening a view of the data: the handler would read what it was before the wait for other transactions
     * that comes next.
     */
    private Set<String> find(String consumer, List<String> eventIds) {
        List<Object> parameters = parameters(consumer, eventIds);
        String sharing = dialect == JdbcDialect.H2 ? "" : " LOCK IN SHARE MODE";
        return new HashSet<>(jdbc.query(
                "SELECT event_id FROM %s WHERE %s%s".formatted(table, condition(eventIds.size()), sharing),
                FIRST_COLUMN,
                parameters.toArray()));
    }

    @Override
    public void remove(String consumer, Collection<String> eventIds) {
        List<Object> parameters = parameters(consumer, eventIds);
        jdbc.update("DELETE FROM %s WHERE %s".formatted(table, condition(eventIds.size())), parameters.toArray());
    }

    private static String condition(int eventIds) {
        return "consumer = ? AND event_id IN (" + String.join(", ", Collections.nCopies(eventIds, "?")) + ")";
    }

    private static List<Object> parameters(String consumer, Collection<String> eventIds) {
        List<Object> parameters = new ArrayList<>(List.of(consumer));
        parameters.addAll(eventIds);
        return parameters;
    }

    /**
     * Deletes what was handled longer ago than the retention, in a transaction of its own.
     *
     * @return how many rows, at most the limit
     */
    int deleteOlderThan(Duration retention, int limit) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        // InnoDB would lock the gaps between the rows against inserts.
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        String sql = deletion(dialect.nowPlus(retention.negated()), limit);
        return JdbcRetry.onDeadlock()
                .<Integer, RuntimeException>run(() -> transaction.execute(status -> jdbc.update(sql)));
    }

    private String deletion(String before, int limit) {
        String old = "handled_at < " + before;
        return switch (dialect) {
            case POSTGRESQL ->
                ("DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s"
                                + " ORDER BY handled_at LIMIT %3$d FOR UPDATE SKIP LOCKED))")
                        .formatted(table, old, limit);
            case MYSQL, MARIADB -> "DELETE FROM %s WHERE %s ORDER BY handled_at LIMIT %d".formatted(table, old, limit);
            case H2 -> "DELETE FROM %s WHERE %s FETCH FIRST %d ROWS ONLY".formatted(table, old, limit);
        };
    }
}
