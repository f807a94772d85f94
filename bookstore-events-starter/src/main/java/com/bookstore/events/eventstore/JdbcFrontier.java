package com.bookstore.events.eventstore;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Knows up to where the whole store can be read without missing what is committed late. Positions are taken in their order,
 * but become visible when their transactions commit. A missing one may be on its way, or be missing for ever, as its transaction
 * was rolled back:
 *
 * <ol>
 *   <li>what follows without a gap on what was read can be read;
 *   <li>at a gap, it is noted which position was seen behind it, and then which transactions are appending: whoever may still
 *       fill the gap had taken its position before the one that was seen, and so is among them;
 *   <li>when each of them has ended, every position up to the noted one is final: what is missing now is missing for ever.
 * </ol>
 *
 * <p>Final is final: the instance remembers up to where. Thread-safe.
 */
final class JdbcFrontier {

    private static final Logger log = LoggerFactory.getLogger(JdbcFrontier.class);

    private static final int WINDOW = 10_000;
    private static final int MOST_LOOKS = 64;
    private static final long WARNING_INTERVAL_MILLIS = 60_000;

    private final JdbcCommitted committed;
    private final Appending appending;
    private final String positionsBehind;
    private final EventRecorder recorder;
    private final long warningMillis;
    private final LongSupplier nanos;
    private final Deque<Look> looks = new ArrayDeque<>();
    private volatile long decided;
    private @Nullable Stall stall;

    JdbcFrontier(
            JdbcCommitted committed,
            Appending appending,
            TableName table,
            EventRecorder recorder,
            Duration stallWarning,
            LongSupplier nanos) {
        this.committed = committed;
        this.appending = appending;
        this.positionsBehind =
                "SELECT position FROM %s WHERE position > ? ORDER BY position LIMIT %d".formatted(table, WINDOW);
        this.recorder = recorder;
        this.warningMillis = stallWarning.toMillis();
        this.nanos = nanos;
    }

    /** The position up to which everything is known to be final, without looking. */
    long decided() {
        return decided;
    }

    /**
     * Looks how far can be read.
     *
     * @param from a position up to which everything was read, not below {@link #decided()}
     * @return a position up to which everything is final
     */
    long reach(long from) {
        List<Long> positions = positionsBehind(from);
        long safe = contiguous(from, positions);
        if (positions.isEmpty()) {
            stalled(0, 0);
            return from;
        }
        long seen = positions.get(positions.size() - 1);
        decideContiguous(from, safe);
        if (safe < seen || from > decided) {
            look(seen);
        }
        if (safe < seen && decided > safe) {
            stalled(0, 0);
            return decided;
        }
        stalled(safe < seen ? safe : 0, safe < seen ? seen : 0);
        return safe;
    }

    private List<Long> positionsBehind(long from) {
        return committed.query(positionsBehind, List.of(from), (row, number) -> row.getLong(1));
    }

    private static long contiguous(long from, List<Long> positions) {
        long last = from;
        for (long position : positions) {
            if (position != last + 1) {
                break;
            }
            last = position;
        }
        return last;
    }

    private synchronized void decideContiguous(long from, long safe) {
        if (from <= decided && safe > decided) {
            decided = safe;
        }
    }

    /** Looks after the position was seen, never before. */
    private synchronized void look(long seen) {
        Set<String> now = appending.look();
        Iterator<Look> earlier = looks.iterator();
        while (earlier.hasNext()) {
            Look look = earlier.next();
            look.mayAppend.retainAll(now);
            if (look.mayAppend.isEmpty()) {
                decided = Math.max(decided, look.seen);
                earlier.remove();
            }
        }
        looks.removeIf(look -> look.seen <= decided);
        if (now.isEmpty()) {
            decided = Math.max(decided, seen);
        } else if (seen > decided && (looks.isEmpty() || looks.getLast().seen < seen)) {
            if (looks.size() == MOST_LOOKS) {
                looks.removeLast();
            }
            looks.addLast(new Look(seen, new HashSet<>(now)));
        }
    }

    /** Tells of the wait, and warns when it gets long. */
    private synchronized void stalled(long before, long seen) {
        if (seen == 0) {
            stall = null;
            recorder.eventStoreStalled(0);
            return;
        }
        Stall current = stall;
        if (current == null || current.before != before) {
            current = new Stall(before, nanos.getAsLong());
            stall = current;
        }
        long age = Duration.ofNanos(nanos.getAsLong() - current.since).toMillis();
        recorder.eventStoreStalled(age);
        if (age >= warningMillis && age >= current.nextWarning) {
            current.nextWarning = age + WARNING_INTERVAL_MILLIS;
            log.warn(
                    "Readers of the whole event store have waited at position {} for {} s: {} open transactions may still"
                            + " append events before position {}. Look for long transactions; on a replica it never ends",
                    before,
                    age / 1_000,
                    looks.isEmpty() ? 0 : looks.getFirst().mayAppend.size(),
                    seen);
        }
    }

    /** A position that was seen, and which of the transactions that were appending then have not ended yet. */
    private record Look(long seen, Set<String> mayAppend) {}

    private static final class Stall {

        private final long before;
        private final long since;
        private long nextWarning;

        Stall(long before, long since) {
            this.before = before;
            this.since = since;
        }
    }

    /**
     * Knows which transactions may have taken positions and not ended yet. Each of them has, before it gets a position and until
     * what it did is visible or undone:
     *
     * <ul>
     *   <li>on PostgreSQL the table lock of every {@code INSERT}, which the server lists;
     *   <li>elsewhere one of some rows locked, which can be seen by trying to lock them all.
     * </ul>
     */
    static final class Appending {

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

        Appending(JdbcCommitted committed, EventStoreTables tables) {
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
            String writable =
                    tables.database().dialect() == JdbcDialect.H2 ? "" : " WHERE @@global.read_only IN ('0', 'OFF')";
            List<Integer> free =
                    free("SELECT lock_no FROM %s%s FOR UPDATE SKIP LOCKED".formatted(tables.locks(), writable));
            Set<String> locked = new HashSet<>();
            for (int lock = 0; lock < LOCKS; lock++) {
                locked.add(Integer.toString(lock));
            }
            free.forEach(lock -> locked.remove(Integer.toString(lock)));
            return locked;
        }

        /** MariaDB may end a look as the victim of a deadlock, though it waits for nothing; it has seen nothing then. */
        private List<Integer> free(String sql) {
            try {
                return committed.query(sql, List.of(), (row, number) -> row.getInt(1));
            } catch (PessimisticLockingFailureException deadlock) {
                return List.of();
            }
        }
    }
}
