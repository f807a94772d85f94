package com.bookstore.events.cdc.change;

import static com.bookstore.events.cdc.change.DebeziumRecords.binlog;
import static com.bookstore.events.cdc.change.DebeziumRecords.bytes;
import static com.bookstore.events.cdc.change.DebeziumRecords.envelope;
import static com.bookstore.events.cdc.change.DebeziumRecords.wal;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginTests {

    private static final String BINLOG = binlog("mysql-bin.000003", 484, 0, "false");

    private final ChangeReader<Book> reader =
            ChangeReader.of(Book.class, new Settings(false, ZoneOffset.UTC, 1024 * 1024, "written_by"));

    private @Nullable String origin(@Nullable String before, @Nullable String after, String source, String op) {
        return ((Row<Book>) reader.read(bytes("42"), bytes(envelope(before, after, source, op))))
                .change()
                .origin();
    }

    private static String marked(@Nullable String marker) {
        return marker == null ? "{\"id\":42}" : "{\"id\":42,\"written_by\":\"" + marker + "\"}";
    }

    @Test
    void insertsHaveTheMarkersName() {
        assertThat(origin(null, marked("book-service:1"), BINLOG, "c")).isEqualTo("book-service");
        assertThat(origin(null, marked("book-service"), BINLOG, "c")).isEqualTo("book-service");
        assertThat(origin(null, marked(null), BINLOG, "c")).isNull();
        assertThat(origin(null, marked(""), BINLOG, "c")).isNull();
    }

    @Test
    void updatesHaveItIfTheyWroteTheMarker() {
        assertThat(origin(marked("book-service:1"), marked("book-service:2"), BINLOG, "u"))
                .isEqualTo("book-service");
        assertThat(origin(marked(null), marked("book-service:2"), BINLOG, "u")).isEqualTo("book-service");
    }

    /** Somebody else's update leaves the marker as it is. */
    @Test
    void updatesThatLeaveTheMarkerHaveNone() {
        assertThat(origin(marked("book-service:1"), marked("book-service:1"), BINLOG, "u"))
                .isNull();
        assertThat(origin(null, marked("book-service:1"), BINLOG, "u")).isNull();
    }

    @Test
    void deletionsHaveItIfTheyWereAnnounced() {
        assertThat(origin(marked("book-service:delete"), null, BINLOG, "d")).isEqualTo("book-service");
        assertThat(origin(marked("book-service:1"), null, BINLOG, "d")).isNull();
    }

    /** Debezium makes an update of a key a deletion and an insert, in which the old marker stands. */
    @Test
    void insertsThatAreHalfOfAnUpdateOfTheKeyHaveNone() {
        String value = envelope(null, marked("book-service:1"), BINLOG, "c");

        assertThat(((Row<Book>) reader.read(bytes("42"), bytes(value), true))
                        .change()
                        .origin())
                .isNull();
    }

    @Test
    void replicationOriginsOfPostgresCount() {
        String source = wal(1, "false").replace("\"xmin\":null", "\"xmin\":null,\"origin\":\"book-service\"");

        assertThat(origin(marked(null), null, source, "d")).isEqualTo("book-service");
    }

    @Test
    void rowsOfSnapshotsHaveNone() {
        assertThat(origin(null, marked("book-service:1"), wal(1, "true"), "r")).isNull();
    }
}
