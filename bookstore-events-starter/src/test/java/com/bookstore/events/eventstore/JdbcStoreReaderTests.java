package com.bookstore.events.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

class JdbcStoreReaderTests {

    private static final StreamName STREAM = new StreamName("account", "42");

    private final JdbcTemplate jdbc = mock(JdbcTemplate.class);
    private final StoredEvents events = mock(StoredEvents.class);
    private final JdbcStoreReader reader = new JdbcStoreReader(
            jdbc,
            mock(JdbcCommitted.class),
            mock(JdbcFrontier.class),
            new EventStoreTables(
                    new JdbcDatabase(mock(DataSource.class), JdbcDialect.POSTGRESQL),
                    new TableName(null, "event_store"),
                    new TableName(null, "event_store_lock")),
            events);

    @Test
    void aStreamThatFitsIntoAPageIsReadByOneStatement() {
        stored(1, 3);

        assertThat(reader.stream(STREAM, 1).map(StoredEvent::version)).containsExactly(1L, 2L, 3L);

        verifyStatements(1);
    }

    @Test
    void aStreamThatFillsAPageIsReadOn() {
        stored(1, 32);
        stored(33, 34);

        assertThat(reader.stream(STREAM, 1).mapToLong(StoredEvent::version))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 34).boxed().toList());

        verifyStatements(2);
    }

    private void stored(long from, long to) {
        List<StoredEvent> page =
                LongStream.rangeClosed(from, to).mapToObj(this::event).toList();
        when(jdbc.query(anyString(), ArgumentMatchers.<RowMapper<StoredEvent>>any(), eq("account"), eq("42"), eq(from)))
                .thenReturn(page);
    }

    private StoredEvent event(long version) {
        EventMetadata metadata = new EventMetadata("id-" + version, Instant.EPOCH, "accounts", "1.0", "c", null);
        return new StoredEvent(version, STREAM, version, "deposited", metadata, new byte[] {'{', '}'}, events);
    }

    private void verifyStatements(int count) {
        verify(jdbc, times(count))
                .query(anyString(), ArgumentMatchers.<RowMapper<StoredEvent>>any(), any(Object[].class));
    }
}
