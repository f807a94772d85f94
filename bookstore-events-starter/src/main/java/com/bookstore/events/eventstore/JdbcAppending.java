package com.bookstore.events.eventstore;

import com.bookstore.events.jdbc.JdbcDialect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows which transactions may have taken positions and not ended yet. Each of them has, before it gets a position and until
 * what it did is visible or undone:
 *
 * <ul>
 *   <li>on PostgreSQL the table lock of every {@code INSERT}, which the server lists;
 *   <li>elsewhere one of some rows locked, which can be seen by trying to lock them all.
 * </ul>
 */
final class JdbcAppending {

    /** How many rows there are: enough for few transactions to have the same. */
    static final int LOCKS = 256;

    private static final String OF_POSTGRESQL =
            """
            SELECT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND relation = CAST(? AS regclass)
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            UNION ALL SELECT 'replica' WHERE pg_is_in_recovery()""";

    private final JdbcCommitted committed;
    private final EventStoreTables tables;

    JdbcAppending(JdbcCommitted committed, EventStoreTables tables) {
        this.committed = committed;
        this.tables = tables;
    }

    /**
     * Looks once. A name that is not returned stands for no transaction that was there before: a transaction has ended when its
     * name was missing in one look after the first. A replica does not know the transactions, and never misses one.
     */
    Set<String> look() {
        if (tables.database().dialect() == JdbcDialect.POSTGRESQL) {
            return new HashSet<>(committed.query(
                    OF_POSTGRESQL, List.of(tables.events().toString()), (row, number) -> row.getString(1)));
        }
        String writable = tables.database().dialect() == JdbcDialect.H2 ? "" : " WHERE @@global.read_only = 0";
        List<Integer> free = committed.query(
                "SELECT lock_no FROM %s%s FOR UPDATE SKIP LOCKED".formatted(tables.locks(), writable),
                List.of(),
                (row, number) -> row.getInt(1));
        Set<String> locked = new HashSet<>();
        for (int lock = 0; lock < LOCKS; lock++) {
            locked.add(Integer.toString(lock));
        }
        free.forEach(lock -> locked.remove(Integer.toString(lock)));
        return locked;
    }
}
