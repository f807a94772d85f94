package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Halts;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.eventstore.projection.Projection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of each account how many events it has, and a sum that is another one if an event comes twice, not at all or out of order. */
final class Totals implements Projection {

    static final String NAME = "totals";

    private static final long MODULUS = 1_000_000_007;
    private static final long FACTOR = 31;

    private final JdbcTemplate jdbc;
    private final Halts halts;

    Totals(JdbcTemplate jdbc, Halts halts) {
        this.jdbc = jdbc;
        this.halts = halts;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Halts before the first write: an instance that stands still there has nothing locked. */
    @Override
    public void project(List<StoredEvent> events) {
        halts.hit(CrashPoint.IN_HANDLER);
        events.forEach(this::on);
    }

    @Override
    public void on(StoredEvent event) {
        int updated = jdbc.update(
                "UPDATE totals SET events = events + 1, digest = MOD(digest * %d + ?, %d) WHERE account = ?"
                        .formatted(FACTOR, MODULUS),
                event.position(),
                event.streamId());
        if (updated == 0) {
            jdbc.update(
                    "INSERT INTO totals (account, events, digest) VALUES (?, 1, ?)",
                    event.streamId(),
                    event.position() % MODULUS);
        }
    }

    @Override
    public void reset() {
        jdbc.update("DELETE FROM totals");
    }

    static void createTable(JdbcTemplate jdbc) {
        jdbc.execute("DROP TABLE IF EXISTS totals");
        jdbc.execute(
                "CREATE TABLE totals (account VARCHAR(100) PRIMARY KEY, events BIGINT NOT NULL, digest BIGINT NOT NULL)");
    }

    /** What the projection has made. */
    static Map<String, Total> made(JdbcTemplate jdbc) {
        Map<String, Total> made = new HashMap<>();
        jdbc.query("SELECT account, events, digest FROM totals", row -> {
            made.put(row.getString(1), new Total(row.getLong(2), row.getLong(3)));
        });
        return made;
    }

    /** What it should have made of the events that are in the store. */
    static Map<String, Total> expected(JdbcTemplate jdbc) {
        Map<String, Total> expected = new HashMap<>();
        jdbc.query("SELECT aggregate_id, position FROM event_store ORDER BY position", row -> {
            expected.merge(row.getString(1), new Total(1, row.getLong(2) % MODULUS), Totals::add);
        });
        return expected;
    }

    private static Total add(Total before, Total event) {
        return new Total(before.events + 1, (before.digest * FACTOR + event.digest) % MODULUS);
    }

    /**
     * What was made of an account's events.
     *
     * @param events how many
     * @param digest a sum that depends on their order
     */
    record Total(long events, long digest) {}
}
