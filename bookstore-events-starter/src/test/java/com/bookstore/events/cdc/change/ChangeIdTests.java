package com.bookstore.events.cdc.change;

import static com.bookstore.events.cdc.change.DebeziumRecords.BOOK;
import static com.bookstore.events.cdc.change.DebeziumRecords.binlog;
import static com.bookstore.events.cdc.change.DebeziumRecords.bookColumns;
import static com.bookstore.events.cdc.change.DebeziumRecords.bytes;
import static com.bookstore.events.cdc.change.DebeziumRecords.envelope;
import static com.bookstore.events.cdc.change.DebeziumRecords.row;
import static com.bookstore.events.cdc.change.DebeziumRecords.wal;
import static com.bookstore.events.cdc.change.DebeziumRecords.withRowSchema;
import static com.bookstore.events.cdc.change.DebeziumRecords.withSchema;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A change that comes again has the id it had, and no other change has it. */
class ChangeIdTests {

    private static final String FILE = "mysql-bin.000003";
    private static final String BINLOG = binlog(FILE, 484, 0, "false");
    private static final String WAL = wal(24023128, "false");

    /** Also with a column in the midst of the added fields, and with columns that the row type does not have. */
    private static final String FLATTENED_READ =
            """
            {"id":42,"title":"Dune","price":"29.90","stock":7,"pages":412,"__op":"r","__ts_ms":1700000000000,"__source_name":"shop",\
            "__source_ts_ms":1700000000000,"__source_table":"books","__source_snapshot":"true","tags":["sand",{"a":1}],\
            "__source_lsn":1,"__source_txId":555,"__deleted":"false"}""";

    private final ChangeReader<Book> flat =
            ChangeReader.of(Book.class, new Settings(true, ZoneOffset.UTC, 1024 * 1024, null));

    private final ChangeReader<Book> reader =
            ChangeReader.of(Book.class, new Settings(false, ZoneOffset.UTC, 1024 * 1024, null));

    private String id(@Nullable String key, String value) {
        return ((Row<Book>) reader.read(key == null ? null : bytes(key), bytes(value)))
                .change()
                .id();
    }

    @Test
    void itIsShortEnoughForSeveralEvents() {
        assertThat(id("42", envelope(null, BOOK, BINLOG, "c"))).matches("cdc-[0-9a-f]{32}");
    }

    /** What differs when a connector was restarted: when it read the change, and which commit it had seen last. */
    @Test
    void whatAConnectorAddsDoesNotCount() {
        String again = envelope(BOOK, row(42, "Dune", "29.90", 6), WAL, "u")
                .replace("1700000000123", "1700000099999")
                .replace("[\\\"24023119\\\"", "[null")
                .replace("\"xmin\":null", "\"xmin\":7");

        assertThat(again).isNotEqualTo(envelope(BOOK, row(42, "Dune", "29.90", 6), WAL, "u"));
        assertThat(id("42", again)).isEqualTo(id("42", envelope(BOOK, row(42, "Dune", "29.90", 6), WAL, "u")));
    }

    @Test
    void schemasDoNotCount() {
        String value = envelope(null, BOOK, WAL, "c");
        String key = withRowSchema("{\"id\":42}", DebeziumRecords.column("id", "int64"));

        assertThat(id(key, withSchema(value, bookColumns()))).isEqualTo(id("{\"id\":42}", value));
    }

    @Test
    void positionsCount() {
        String value = envelope(null, BOOK, BINLOG, "c");

        assertThat(List.of(
                        id("42", value),
                        id("42", value.replace("\"pos\":484", "\"pos\":485")),
                        id("42", value.replace("\"row\":0", "\"row\":1")),
                        id("42", value.replace("000003", "000004")),
                        id("42", value.replace("223344", "223345")),
                        id("42", value.replace("\"shop\"", "\"shop2\"")),
                        id("42", value.replace("\"books\"", "\"books2\"")),
                        id("42", value.replace("\"inventory\"", "\"inventory2\"")),
                        id("42", envelope(null, BOOK, WAL, "c")),
                        id("42", envelope(null, BOOK, wal(24023129, "false"), "c")),
                        id("42", envelope(null, BOOK, WAL.replace("555", "556"), "c"))))
                .doesNotHaveDuplicates();
    }

    /** MariaDB 11.4 tells of one position for all that a transaction does, unless it is set to binlog_legacy_event_pos. */
    @Test
    void changesOfOneTransactionOfMariaDbDiffer() {
        String another = row(42, "Dune", "29.90", 6);
        String other = row(42, "Dune", "29.90", 5);

        assertThat(List.of(
                        id("42", envelope(null, BOOK, BINLOG, "c")),
                        id("42", envelope(BOOK, another, BINLOG, "u")),
                        id("42", envelope(another, BOOK, BINLOG, "u")),
                        id("42", envelope(BOOK, other, BINLOG, "u")),
                        id("42", envelope(other, BOOK, BINLOG, "u")),
                        id("42", envelope(BOOK, null, BINLOG, "d")),
                        id("42", envelope(null, another, BINLOG, "c")),
                        id("42", envelope(another, null, BINLOG, "d"))))
                .doesNotHaveDuplicates();
    }

    /** Both stand at the position of the one update. */
    @Test
    void aNewPrimaryKeyIsTwoChanges() {
        assertThat(List.of(
                        id("42", envelope(BOOK, null, BINLOG, "d")),
                        id("43", envelope(null, row(43, "Dune", "29.90", 7), BINLOG, "c")),
                        id("42", envelope(null, BOOK, BINLOG, "c"))))
                .doesNotHaveDuplicates();
    }

    /** PostgreSQL's COPY logs several rows in one record, also under one key if that is not the primary key. */
    @Test
    void rowsOfOneLogRecordDiffer() {
        assertThat(List.of(
                        id("42", envelope(null, BOOK, WAL, "c")),
                        id("42", envelope(null, row(43, "Emma", "9.90", 1), WAL, "c")),
                        id("43", envelope(null, BOOK, WAL, "c"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAKeyTheRowCounts() {
        assertThat(id(null, envelope(BOOK, null, WAL, "d")))
                .isNotEqualTo(id(null, envelope(row(43, "Emma", "9.90", 1), null, WAL, "d")));
    }

    @Test
    void aSnapshotThatIsBegunAnewReadsTheSameRows() {
        String first = id("42", envelope(null, BOOK, wal(1, "true"), "r"));

        assertThat(id("42", envelope(null, BOOK, wal(2, "last"), "r"))).isEqualTo(first);
        assertThat(id("42", envelope(null, row(42, "Dune", "29.90", 6), wal(2, "true"), "r")))
                .isNotEqualTo(first);
        assertThat(id("42", envelope(null, BOOK, wal(1, "false"), "c"))).isNotEqualTo(first);
    }

    /** What stands around the columns of a flattened row is no part of it. */
    @Test
    void aFlattenedSnapshotThatIsBegunAnewReadsTheSameRows() {
        String row = FLATTENED_READ;
        String again = row.replace("1700000000000", "1700000099999")
                .replace("\"__source_lsn\":1", "\"__source_lsn\":2")
                .replace("\"__source_txId\":555", "\"__source_txId\":556")
                .replace("\"__source_snapshot\":\"true\"", "\"__source_snapshot\":\"last\"");

        assertThat(flattenedId(again)).isEqualTo(flattenedId(row));
        assertThat(flattenedId(withRowSchema(again, bookColumns()))).isEqualTo(flattenedId(row));
        assertThat(List.of(
                        flattenedId(row),
                        flattenedId(row.replace("\"stock\":7", "\"stock\":8")),
                        flattenedId(row.replace("\"pages\":412", "\"pages\":413")),
                        flattenedId(row.replace("\"pages\"", "\"leaves\"")),
                        flattenedId(row.replace("sand", "dust"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aFlattenedChangeThatComesAgainIsTheSame() {
        String change = DebeziumRecords.flattened("u", "false").replace("}", ",\"__ts_ms\":1700000000123}");
        String again = change.replace("1700000000123", "1700000099999").replace("1700000000000", "1700000000999");

        assertThat(again).contains("1700000099999", "1700000000999");
        assertThat(flattenedId(again)).isEqualTo(flattenedId(change));
        assertThat(flattenedId(change.replace("\"stock\":7", "\"stock\":8"))).isNotEqualTo(flattenedId(change));
        assertThat(flattenedId(change.replace("\"__pos\":484", "\"__pos\":485")))
                .isNotEqualTo(flattenedId(change));
    }

    private String flattenedId(String value) {
        return ((Row<Book>) flat.read(bytes("{\"id\":42}"), bytes(value)))
                .change()
                .id();
    }
}
