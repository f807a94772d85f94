package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.StoredEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes a row for each event; twice the same event would be two rows. */
final class Rows implements Projection {

    private final JdbcTemplate jdbc;
    private final String name;
    private final Start start;
    private final EventFilter filter;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Rows(JdbcTemplate jdbc, String name, Start start, EventFilter filter) {
        this.jdbc = jdbc;
        this.name = name;
        this.start = start;
        this.filter = filter;
    }

    void fail(RuntimeException with) {
        failure.set(with);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Start start() {
        return start;
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public void on(StoredEvent event) {
        jdbc.update(
                "INSERT INTO projected_rows (projection, position, account) VALUES (?, ?, ?)",
                name,
                event.position(),
                ((ProjectedEvent) event.event()).account());
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void reset() {
        jdbc.update("DELETE FROM projected_rows WHERE projection = ?", name);
    }

    /** In the order in which they were written, as far as the database keeps it. */
    List<Long> positions() {
        return jdbc.queryForList(
                "SELECT position FROM projected_rows WHERE projection = ? ORDER BY position", Long.class, name);
    }
}
