package com.bookstore.events.eventstore.projection;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.eventstore.EventPage;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStoreException.UnreadableEvent;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.lease.JdbcNamedLeases;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** An empty database with the tables of projections, and a store whose events are what a test says. */
final class ProjectionDatabase implements AutoCloseable {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .addScript("com/bookstore/events/eventstore/schema-h2.sql")
            .addScript("com/bookstore/events/eventstore/projection/schema-h2.sql")
            .build();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final ProjectionTables tables = new ProjectionTables(
            JdbcDatabase.of(database), new TableName(null, "event_projection"), new TableName(null, "event_store"));
    private final JdbcProjectionTable table = new JdbcProjectionTable(tables);
    private final List<StoredEvent> events = new ArrayList<>();
    private final PlatformTransactionManager manager;
    private long end;
    private long unreadable;

    ProjectionDatabase() {
        this(JdbcTransactionManager::new);
    }

    ProjectionDatabase(Function<DataSource, PlatformTransactionManager> managers) {
        manager = managers.apply(database);
        jdbc.execute("CREATE TABLE seen (position BIGINT NOT NULL)");
    }

    static ProjectionProperties settings() {
        return new ProjectionProperties(
                true,
                "event_projection",
                DatabaseInitializationMode.EMBEDDED,
                null,
                500,
                DataSize.ofMegabytes(4),
                Duration.ofMillis(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                new ProjectionProperties.Retry(3, Duration.ofMillis(1), Duration.ofMillis(2)),
                new ProjectionProperties.Health(Duration.ofMinutes(5)),
                new ProjectionProperties.Endpoint(true));
    }

    ProjectionParts parts(EventRecorder recorder) {
        EventStore store = mock(EventStore.class);
        when(store.readAll(anyLong(), any(), anyInt()))
                .thenAnswer(call -> read(call.getArgument(0), call.getArgument(2)));
        return new ProjectionParts(
                store,
                table,
                new JdbcNamedLeases(
                        tables.database(), tables.projections(), settings().lease()),
                new TransactionTemplate(manager),
                recorder,
                settings());
    }

    ProjectionWorker worker(Projection projection, EventRecorder recorder) {
        table.register(projection.name(), projection.start());
        return new ProjectionWorker(projection, projection.name(), parts(recorder));
    }

    private EventPage read(long after, int count) {
        List<StoredEvent> page = events.stream()
                .filter(event -> event.position() > after)
                .limit(count)
                .toList();
        if (page.stream().anyMatch(event -> event.position() == unreadable)) {
            UnreadableEvent failure = mock(UnreadableEvent.class);
            when(failure.toString()).thenReturn("UnreadableEvent: at position " + unreadable);
            throw failure;
        }
        boolean full = page.size() == count;
        long position = full ? page.get(count - 1).position() : Math.max(after, end);
        return new EventPage(page, position, position > after);
    }

    /** Appends events that a projection wants. */
    void append(long... positions) {
        for (long position : positions) {
            StoredEvent event = mock(StoredEvent.class);
            when(event.position()).thenReturn(position);
            when(event.size()).thenReturn(10);
            when(event.toString()).thenReturn("StoredEvent[position=" + position + "]");
            events.add(event);
            end = position;
        }
    }

    /** Appends a row that is no event. */
    void appendUnreadable(long position) {
        append(position);
        unreadable = position;
    }

    /** Appends events that no projection wants. */
    void appendOthersUpTo(long position) {
        end = position;
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    JdbcProjectionTable table() {
        return table;
    }

    ProjectionStatus status(String name) {
        return table.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** How often it was taken or set back. */
    long token(String name) {
        return jdbc.queryForObject("SELECT token FROM event_projection WHERE name = ?", Long.class, name);
    }

    List<Long> seen() {
        return jdbc.queryForList("SELECT position FROM seen ORDER BY position", Long.class);
    }

    void see(StoredEvent event) {
        jdbc.update("INSERT INTO seen (position) VALUES (?)", event.position());
    }

    /** Does something as another instance would: outside of the current transaction. */
    static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    @Override
    public void close() {
        database.shutdown();
    }
}
