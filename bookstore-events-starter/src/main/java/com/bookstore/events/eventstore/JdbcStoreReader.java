package com.bookstore.events.eventstore;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads streams in the current transaction, and the whole store up to its frontier outside of it. Thread-safe. */
final class JdbcStoreReader {

    /** How many positions one page looks at with a filter: whoever finds little must not wait for all of it. */
    private static final int WIDEST = 100_000;

    private final JdbcTemplate jdbc;
    private final JdbcCommitted committed;
    private final JdbcFrontier frontier;
    private final JdbcEventRows rows;
    private final JdbcDialect dialect;
    private final TableName table;
    private final StoredEvents events;

    JdbcStoreReader(
            JdbcTemplate jdbc,
            JdbcCommitted committed,
            JdbcFrontier frontier,
            EventStoreTables tables,
            StoredEvents events) {
        this.jdbc = jdbc;
        this.committed = committed;
        this.frontier = frontier;
        this.dialect = tables.database().dialect();
        this.table = tables.events();
        this.events = events;
        this.rows = new JdbcEventRows(dialect, events);
    }

    long version(StreamName stream) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT COALESCE(MAX(event_version), 0) FROM %s WHERE aggregate_type = ? AND aggregate_id = ?"
                        .formatted(table),
                Long.class,
                stream.type(),
                stream.id()));
    }

    boolean hasAny(List<String> eventIds) {
        String marks = String.join(", ", Collections.nCopies(eventIds.size(), "?"));
        return !jdbc.queryForList(
                        "SELECT 1 FROM %s WHERE event_id IN (%s) LIMIT 1".formatted(table, marks),
                        Integer.class,
                        eventIds.toArray())
                .isEmpty();
    }

    List<StoredEvent> read(StreamName stream, long fromVersion, int maxCount) {
        if (fromVersion < 1) {
            throw new IllegalArgumentException(
                    "Versions begin with 1, but events from %d are wanted".formatted(fromVersion));
        }
        checkCount(maxCount);
        return jdbc.query(
                """
                SELECT %s FROM %s WHERE aggregate_type = ? AND aggregate_id = ? AND event_version >= ?
                ORDER BY event_version LIMIT %d"""
                        .formatted(JdbcEventRows.COLUMNS, table, maxCount),
                rows,
                stream.type(),
                stream.id(),
                fromVersion);
    }

    Stream<StoredEvent> stream(StreamName stream, long fromVersion) {
        return EventPages.stream(
                true, (last, count) -> read(stream, last == null ? fromVersion : last.version() + 1, count));
    }

    EventPage readAll(long after, EventFilter filter, int maxCount) {
        if (after < 0) {
            throw new IllegalArgumentException("A position is not negative, but %d is".formatted(after));
        }
        checkCount(maxCount);
        long decided = frontier.decided();
        long bound = bound(after, decided > after ? decided : frontier.reach(after), filter);
        if (bound <= after) {
            return new EventPage(List.of(), after, false);
        }
        List<StoredEvent> found = select(after, bound, filter, maxCount);
        boolean full = found.size() == maxCount;
        long position = full ? found.get(maxCount - 1).position() : bound;
        return new EventPage(found, position, true);
    }

    private static long bound(long after, long safe, EventFilter filter) {
        return filter.equals(EventFilter.all()) ? safe : Math.min(safe, after + WIDEST);
    }

    private List<StoredEvent> select(long after, long bound, EventFilter filter, int maxCount) {
        List<Object> parameters = new ArrayList<>(List.of(after, bound));
        StringBuilder sql = new StringBuilder(
                "SELECT %s FROM %s WHERE position > ? AND position <= ?".formatted(JdbcEventRows.COLUMNS, table));
        oneOf(sql, parameters, "event_type", events.names(filter.types()));
        oneOf(sql, parameters, "aggregate_type", filter.streamTypes());
        time(sql, parameters, "timestamp >= ?", filter.since());
        time(sql, parameters, "timestamp < ?", filter.until());
        sql.append(" ORDER BY position LIMIT ").append(maxCount);
        return committed.query(sql.toString(), parameters, rows);
    }

    private static void oneOf(StringBuilder sql, List<Object> parameters, String column, Collection<String> names) {
        if (!names.isEmpty()) {
            sql.append(" AND ").append(column).append(" IN (");
            sql.append(String.join(", ", Collections.nCopies(names.size(), "?")))
                    .append(')');
            parameters.addAll(names);
        }
    }

    private void time(StringBuilder sql, List<Object> parameters, String condition, @Nullable Instant time) {
        if (time != null) {
            sql.append(" AND ").append(condition);
            parameters.add(JdbcEventRows.timestamp(dialect, time));
        }
    }

    Stream<StoredEvent> streamAll(long after, EventFilter filter) {
        long[] position = {after};
        return EventPages.stream(false, (last, count) -> {
            EventPage page = readAll(position[0], filter, count);
            while (page.events().isEmpty() && page.more()) {
                page = readAll(page.position(), filter, count);
            }
            position[0] = page.position();
            return page.events();
        });
    }

    private static void checkCount(int maxCount) {
        if (maxCount < 1 || maxCount > EventStore.MOST_EVENTS) {
            throw new IllegalArgumentException("1 to %d events can be read at once, but %d are wanted"
                    .formatted(EventStore.MOST_EVENTS, maxCount));
        }
    }

    /** Goes through events page by page. Pages of large events are small, so that what is in memory is. */
    private static final class EventPages extends AbstractSpliterator<StoredEvent> {

        private static final int FIRST_PAGE = 32;
        private static final int LARGEST_PAGE = 1_000;
        private static final long BYTES = 4L * 1024 * 1024;

        private final boolean shortIsLast;
        private final Source source;
        private List<StoredEvent> page = List.of();
        private int next;
        private int count = FIRST_PAGE;
        private @Nullable StoredEvent last;
        private boolean ended;

        private EventPages(boolean shortIsLast, Source source) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
            this.shortIsLast = shortIsLast;
            this.source = source;
        }

        /**
         * Makes a stream.
         *
         * @param shortIsLast whether a page that is not full is the last one, so that nobody has to ask for another
         */
        static Stream<StoredEvent> stream(boolean shortIsLast, Source source) {
            return StreamSupport.stream(new EventPages(shortIsLast, source), false);
        }

        @Override
        public boolean tryAdvance(Consumer<? super StoredEvent> action) {
            if (next == page.size() && !turn()) {
                return false;
            }
            action.accept(page.get(next++));
            return true;
        }

        private boolean turn() {
            page = ended ? List.of() : source.read(last, count);
            next = 0;
            ended = page.isEmpty() || (shortIsLast && page.size() < count);
            if (page.isEmpty()) {
                return false;
            }
            last = page.get(page.size() - 1);
            long bytes = page.stream().mapToLong(StoredEvent::size).sum();
            long fitting = BYTES * page.size() / Math.max(1, bytes);
            count = (int) Math.max(1, Math.min(fitting, Math.min(LARGEST_PAGE, 4L * count)));
            return true;
        }

        /** Where the pages come from. */
        @FunctionalInterface
        interface Source {

            /** Reads at most so many events behind the last one; none at the end. */
            List<StoredEvent> read(@Nullable StoredEvent last, int count);
        }
    }
}
