package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;

/**
 * An inbox in the database.
 *
 * @param database the database
 * @param name the table's name
 */
record InboxTable(PostgresDatabase database, String name) {

    private static final int DAYS = 80;

    /** Fills it with what a consumer has handled in the last days, evenly, as if by the starter. */
    void fill(String consumer, int rows) {
        String sql =
                """
                INSERT INTO %1$s (consumer, event_id, handled_at)
                SELECT '%2$s', uuidv7(-age), statement_timestamp() - age
                FROM (SELECT interval '%3$d days' * (1 - i::float8 / %4$d) + interval '1 minute' AS age
                  FROM generate_series(1, %4$d) AS i)"""
                        .formatted(name, consumer, DAYS, rows);
        database.execute(sql);
        database.execute("VACUUM ANALYZE " + name);
        database.settle();
    }

    long rows() {
        return database.number("SELECT count(*) FROM " + name);
    }

    /** Says how large it is, with its indexes. */
    String size() {
        return "%,d rows, %,d MB"
                .formatted(rows(), database.number("SELECT pg_total_relation_size('%s')".formatted(name)) >> 20);
    }

    void empty() {
        database.empty(name);
    }

    /** Checks that a consumer has noted all of these ids, and none besides since then. */
    void verify(String consumer, int events, TimeOrderedIds ids) {
        String ofTheRound = "FROM %s WHERE consumer = '%s' AND event_id >= '%s'".formatted(name, consumer, ids.least());
        Tally.Count found = new Tally.Count(
                database.number("SELECT count(*) " + ofTheRound),
                database.number("SELECT sum(('x' || right(event_id, 12))::bit(48)::bigint) % 4611686018427387904 "
                        + ofTheRound));
        Tally.Count expected = new Tally.Count(events, Long.remainderUnsigned(ids.checksum(), 1L << 62));
        if (!found.equals(expected)) {
            throw new LostEventsException("the table " + name, expected, found);
        }
    }
}
