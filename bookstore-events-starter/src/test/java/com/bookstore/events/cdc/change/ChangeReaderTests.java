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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Kind;
import com.bookstore.events.cdc.change.ChangeRecord.Other;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeReaderTests {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final byte[] KEY = bytes("{\"id\":42}");
    private static final Book DUNE = new Book(42L, "Dune", new BigDecimal("29.90"), 7);
    private static final String MYSQL = binlog("mysql-bin.000003", 484, 0, "false");
    private static final String POSTGRES = wal(24023128, "false");

    private final ChangeReader<Book> reader = reader(false, null);
    private final ChangeReader<Book> flat = reader(true, null);

    private static ChangeReader<Book> reader(boolean flattened, @Nullable String originColumn) {
        return ChangeReader.of(Book.class, new Settings(flattened, ZoneOffset.UTC, MAX_BYTES, originColumn));
    }

    private RowChange<Book> change(String value) {
        return change(reader, value);
    }

    private static RowChange<Book> change(ChangeReader<Book> reader, String value) {
        return ((Row<Book>) reader.read(KEY, bytes(value))).change();
    }

    @Test
    void insertsOfMySqlHaveARowAfter() {
        RowChange<Book> change = change(envelope(null, BOOK, MYSQL, "c"));

        assertThat(change.operation()).isEqualTo(Operation.CREATE);
        assertThat(change.table()).isEqualTo("books");
        assertThat(change.before()).isNull();
        assertThat(change.after()).isEqualTo(DUNE);
        assertThat(change.changed()).isEmpty();
        assertThat(change.position()).isEqualTo(new SourcePosition.Binlog("shop", 223344, "mysql-bin.000003", 484, 0));
        assertThat(change.position().text()).isEqualTo("mysql-bin.000003:484:0");
        assertThat(change.timestamp()).isEqualTo(Instant.ofEpochMilli(1700000000000L));
        assertThat(change.snapshot()).isEqualTo(Snapshot.NONE);
        assertThat(change.origin()).isNull();
    }

    @Test
    void updatesTellWhatChanged() {
        RowChange<Book> change = change(envelope(BOOK, row(42, "Dune", "31.00", 6), POSTGRES, "u"));

        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.before()).isEqualTo(DUNE);
        assertThat(change.after()).isEqualTo(new Book(42L, "Dune", new BigDecimal("31.00"), 6));
        assertThat(change.changed()).containsExactly("price", "stock");
        assertThat(change.hasChanged("title")).isFalse();
        assertThat(change.position()).isEqualTo(new SourcePosition.Wal("shop", 24023128, 555L));
        assertThat(change.position().text()).isEqualTo("0/16e9058");
    }

    @Test
    void decimalsThatDifferInTheirZerosAreTheSame() {
        assertThat(change(envelope(BOOK, row(42, "Dune", "29.9", 7), MYSQL, "u"))
                        .changed())
                .isEmpty();
    }

    @Test
    void whatARowWasMayBeUnknown() {
        RowChange<Book> change = change(envelope(null, BOOK, POSTGRES, "u"));

        assertThat(change.before()).isNull();
        assertThat(change.after()).isEqualTo(DUNE);
        assertThat(change.changed()).isEmpty();
    }

    @Test
    void whatARowWasMayBePartlyKnown() {
        RowChange<Book> change = change(envelope("{\"id\":42,\"stock\":8}", BOOK, POSTGRES, "u"));

        assertThat(change.before()).isEqualTo(new Book(42L, null, null, 8));
        assertThat(change.changed()).containsExactly("stock");
    }

    @Test
    void deletionsHaveARowBefore() {
        RowChange<Book> change = change(envelope(BOOK, null, MYSQL, "d"));

        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.before()).isEqualTo(DUNE);
        assertThat(change.after()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":42}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"}]},"
                        + "\"payload\":{\"id\":42}}"
            })
    void deletionsWithoutARowHaveTheirKey(String key) {
        Row<Book> read = (Row<Book>) reader.read(bytes(key), bytes(envelope(null, null, POSTGRES, "d")));

        assertThat(read.change().before()).isEqualTo(new Book(42L, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "first", "first_in_data_collection", "incremental"})
    void rowsOfASnapshotAreReads(String phase) {
        RowChange<Book> change = change(envelope(null, BOOK, wal(24023128, phase), "r"));

        assertThat(change.operation()).isEqualTo(Operation.READ);
        assertThat(change.snapshot()).isEqualTo(Snapshot.ROW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "last_in_data_collection"})
    void snapshotsTellTheirLastRow(String phase) {
        assertThat(change(envelope(null, BOOK, wal(24023128, phase), "r")).snapshot())
                .isEqualTo(Snapshot.LAST);
    }

    @Test
    void truncationsHaveNoRow() {
        RowChange<Book> change = change(DebeziumRecords.truncate());

        assertThat(change.operation()).isEqualTo(Operation.TRUNCATE);
        assertThat(change.before()).isNull();
        assertThat(change.after()).isNull();
    }

    @Test
    void recordsWithTheirSchemaMeanTheSame() {
        String envelope = envelope(BOOK, row(42, "Dune", "29.90", 6), MYSQL, "u");

        RowChange<Book> first = change(withSchema(envelope, bookColumns()));
        RowChange<Book> bytesKnown = change(withSchema(envelope, bookColumns()));

        assertThat(first).isEqualTo(change(envelope)).isEqualTo(bytesKnown);
    }

    @Test
    void aSchemaThatChangesIsReadAnew() {
        String precise = envelope(null, "{\"id\":42,\"title\":\"Dune\",\"price\":\"C64=\",\"stock\":7}", MYSQL, "c");
        String[] columns = bookColumns();
        RowChange<Book> text = change(withSchema(envelope(null, BOOK, MYSQL, "c"), columns));
        columns[2] = DebeziumRecords.decimal("price", 2);

        assertThat(change(withSchema(precise, columns)).after()).isEqualTo(DUNE).isEqualTo(text.after());
    }

    @Test
    void theSchemaMayStandBehindThePayload() {
        String wrapped = withSchema(envelope(null, BOOK, MYSQL, "c"), bookColumns());
        int payload = wrapped.indexOf(",\"payload\":");
        String turned =
                "{" + wrapped.substring(payload + 1, wrapped.length() - 1) + "," + wrapped.substring(1, payload) + "}";

        assertThat(change(turned)).isEqualTo(change(wrapped));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(DebeziumRecords.heartbeat(), Kind.HEARTBEAT),
                Arguments.of(DebeziumRecords.transaction("BEGIN"), Kind.TRANSACTION),
                Arguments.of(DebeziumRecords.transaction("END"), Kind.TRANSACTION),
                Arguments.of(DebeziumRecords.schemaChange(), Kind.SCHEMA_CHANGE),
                Arguments.of(DebeziumRecords.message(), Kind.MESSAGE),
                Arguments.of("{\"schema\":null,\"payload\":null}", Kind.TOMBSTONE));
    }

    @ParameterizedTest
    @MethodSource("others")
    void recordsThatTellOfNoRowAreKnown(String value, Kind kind) {
        assertThat(reader.read(KEY, bytes(value))).isInstanceOfSatisfying(Other.class, other -> assertThat(other.kind())
                .isEqualTo(kind));
    }

    @ParameterizedTest
    @MethodSource("others")
    void alsoAmongFlattenedOnes(String value, Kind kind) {
        if (kind != Kind.MESSAGE) {
            assertThat(flat.read(KEY, bytes(value)))
                    .isInstanceOfSatisfying(
                            Other.class, other -> assertThat(other.kind()).isEqualTo(kind));
        }
    }

    @Test
    void aRecordWithoutAValueIsATombstone() {
        assertThat(reader.read(KEY, null)).isEqualTo(new Other<>(Kind.TOMBSTONE, null));
    }

    @Test
    void flattenedRecordsAreRows() {
        RowChange<Book> created = change(flat, DebeziumRecords.flattened("c", "false"));
        RowChange<Book> updated = change(flat, DebeziumRecords.flattened("u", "false"));

        assertThat(created.after()).isEqualTo(DUNE);
        assertThat(created.operation()).isEqualTo(Operation.CREATE);
        assertThat(updated.operation()).isEqualTo(Operation.UPDATE);
        assertThat(updated.before()).isNull();
        assertThat(updated.changed()).isEmpty();
        assertThat(created.position().text()).isEqualTo("mysql-bin.000003:484:0");
    }

    @Test
    void flattenedDeletionsAreRewrittenRows() {
        RowChange<Book> deleted = change(flat, DebeziumRecords.flattened("d", "true"));

        assertThat(deleted.operation()).isEqualTo(Operation.DELETE);
        assertThat(deleted.before()).isEqualTo(DUNE);
        assertThat(deleted.after()).isNull();
    }

    @Test
    void flattenedRecordsMayHaveTheirSchema() {
        String[] columns = bookColumns();
        columns[2] = DebeziumRecords.decimal("price", 2);
        String precise = DebeziumRecords.flattened("c", "false").replace("29.90", "C64=");

        assertThat(change(flat, withRowSchema(precise, columns)).after()).isEqualTo(DUNE);
    }

    /** PostgreSQL does not log a large value that was not changed. */
    @Test
    void valuesThatAreNotInTheLogAreThoseBefore() {
        String after = row(42, "__debezium_unavailable_value", "29.90", 6);

        RowChange<Book> known = change(envelope(BOOK, after, POSTGRES, "u"));
        RowChange<Book> unknown = change(envelope(null, after, POSTGRES, "u"));

        assertThat(known.after()).isEqualTo(new Book(42L, "Dune", new BigDecimal("29.90"), 6));
        assertThat(known.changed()).containsExactly("stock");
        assertThat(unknown.after()).isEqualTo(new Book(42L, null, new BigDecimal("29.90"), 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null x",
                "[]",
                "42",
                "{",
                "{}",
                "{\"id\":42,\"title\":\"Dune\"}",
                "{\"status\":\"open\",\"id\":\"7\"}",
                "{\"payload\":{\"op\":\"c\"}}",
                "{\"schema\":{},\"payload\":{}}",
                "{\"before\":null,\"after\":null,\"op\":\"c\"}",
                "{\"ts_ms\":1}{\"ts_ms\":2}"
            })
    void whatIsNoChangeIsMalformed(String value) {
        assertThatExceptionOfType(MalformedChangeException.class).isThrownBy(() -> reader.read(KEY, bytes(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"op\":\"c\"|\"op\":\"x\"",
                "\"op\":\"c\"|\"op\":null",
                "\"stock\":7|\"stock\":7,\"stock\":8",
                "\"stock\":7|\"stock\":\"seven\"",
                "\"stock\":7|\"stock\":7.5",
                "\"stock\":7|\"stock\":70000000000",
                "\"29.90\"|\"abcd\"",
                "\"29.90\"|1e999999999",
                "\"name\":\"shop\"|\"name\":null",
                "\"pos\":484|\"pos\":\"484\"",
                "\"file\":\"mysql-bin.000003\"|\"file\":null",
                "\"table\":\"books\"|\"table\":null",
                "\"after\":{|\"after\":{\"deep\":{|"
            })
    void whatDoesNotFitIsMalformedAndNotQuoted(String change) {
        String[] parts = change.split("\\|");
        String value = envelope(null, BOOK, MYSQL, "c").replace(parts[0], parts[1]);

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> reader.read(KEY, bytes(value)))
                .withMessageStartingWith("Not a change record: ")
                .withMessageNotContainingAny("seven", "abcd", "70000000000");
    }

    @Test
    void largeRecordsAreRefused() {
        byte[] value = bytes(" ".repeat(MAX_BYTES) + envelope(null, BOOK, MYSQL, "c"));

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> reader.read(KEY, value))
                .withMessageContaining("bookstore.events.cdc.max-record-size");
    }

    @Test
    void flattenedRecordsNeedToTellTheirOperation() {
        String value = DebeziumRecords.flattened("c", "false").replace("__op", "__x");

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> flat.read(KEY, bytes(value)))
                .withMessageContaining("add.fields=op");
    }

    @Test
    void aRowTypeMayRefuseARow() {
        ChangeReader<Strict> strict =
                ChangeReader.of(Strict.class, new Settings(false, ZoneOffset.UTC, MAX_BYTES, null));

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> strict.read(KEY, bytes(envelope(null, BOOK, MYSQL, "c"))))
                .withMessageContaining("the row type refuses the values (IllegalStateException)")
                .withNoCause();
    }

    record Strict(String title) {

        Strict {
            throw new IllegalStateException("not " + title);
        }
    }
}
