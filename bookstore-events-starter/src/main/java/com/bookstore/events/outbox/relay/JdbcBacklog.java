package com.bookstore.events.outbox.relay;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.outbox.OutboxTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Asks how much waits and who relays it, at a cost that does not grow with the tables. Thread-safe.
 *
 * <p>Beyond the first 10,000 events, sequence numbers are subtracted instead of rows counted. Numbers that are missing among
 * those, of transactions that were rolled back or of events that are relayed already, are counted as well.
 */
final class JdbcBacklog {

    static final int COUNTED = 10_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final JdbcTemplate jdbc;
    private final JdbcDialect dialect;
    private final OutboxTables tables;

    JdbcBacklog(OutboxTables tables) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.dialect = tables.database().dialect();
        jdbc.setQueryTimeout(dialect.timeoutSeconds(TIMEOUT));
        this.tables = tables;
    }

    /** Asks with one statement, and so for one moment. */
    Backlog now() {
        String sql =
                """
                SELECT f.counted, f.last_seq,
                  (SELECT MAX(seq) FROM %1$s),
                  (SELECT -(%3$s) FROM %1$s ORDER BY seq LIMIT 1),
                  (SELECT COUNT(*) FROM (SELECT seq FROM %2$s ORDER BY seq LIMIT %4$d) p)
                FROM (SELECT COUNT(*) AS counted, MAX(seq) AS last_seq
                  FROM (SELECT seq FROM %1$s ORDER BY seq LIMIT %4$d) s) f"""
                        .formatted(tables.events(), tables.parked(), dialect.millisUntil("created_at"), COUNTED);
        long before = System.nanoTime();
        Backlog found = jdbc.queryForObject(sql, (row, number) -> {
            long counted = row.getLong(1);
            long behind = counted < COUNTED ? 0 : row.getLong(3) - row.getLong(2);
            return new Backlog(counted + behind, row.getLong(5), Math.max(0, row.getLong(4)), before);
        });
        return Objects.requireNonNull(found);
    }

    /** Who takes part, and which partitions nobody relays. */
    Relays relays() {
        Map<String, List<Integer>> owned = new TreeMap<>();
        List<Integer> unowned = new ArrayList<>();
        jdbc.query(
                "SELECT partition_no, owner, %s FROM %s ORDER BY partition_no"
                        .formatted(dialect.millisUntil("expires_at"), tables.partitions()),
                row -> {
                    String owner = row.getString(2);
                    if (owner != null && row.getLong(3) > 0) {
                        owned.computeIfAbsent(owner, name -> new ArrayList<>()).add(row.getInt(1));
                    } else {
                        unowned.add(row.getInt(1));
                    }
                });
        List<Relay> relays = jdbc.query(
                "SELECT owner, %1$s FROM %2$s WHERE expires_at > %3$s ORDER BY owner"
                        .formatted(dialect.millisUntil("expires_at"), tables.relays(), dialect.now()),
                (row, number) ->
                        new Relay(row.getString(1), row.getLong(2), owned.getOrDefault(row.getString(1), List.of())));
        return new Relays(relays, unowned);
    }

    /**
     * Who relays what.
     *
     * @param present the relays whose leases have not ended
     * @param unowned partitions that nobody relays
     */
    record Relays(List<Relay> present, List<Integer> unowned) {}

    /**
     * A relay.
     *
     * @param owner its name
     * @param leaseMillis how long its lease lasts, if it is not renewed
     * @param partitions its partitions
     */
    record Relay(String owner, long leaseMillis, List<Integer> partitions) {}
}
