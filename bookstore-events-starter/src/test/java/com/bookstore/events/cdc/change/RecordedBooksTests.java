package com.bookstore.events.cdc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import com.bookstore.events.cdc.change.ChangeRecord.Kind;
import com.bookstore.events.cdc.change.ChangeRecord.Other;
import com.bookstore.events.cdc.change.ChangeRecord.Row;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Debezium wrote of a table of books, with and without schema, in envelopes and flattened. */
class RecordedBooksTests {

    private static final Map<String, Kind> OTHERS = Map.of(
            "heartbeat", Kind.HEARTBEAT,
            "transaction", Kind.TRANSACTION,
            "schema-change", Kind.SCHEMA_CHANGE,
            "message", Kind.MESSAGE,
            "delete-tombstone", Kind.TOMBSTONE,
            "key-change-tombstone", Kind.TOMBSTONE,
            "partial-delete-tombstone", Kind.TOMBSTONE);

    private static final Map<String, Operation> OPERATIONS = Map.ofEntries(
            Map.entry("snapshot", Operation.READ),
            Map.entry("insert", Operation.CREATE),
            Map.entry("insert-nulls", Operation.CREATE),
            Map.entry("update", Operation.UPDATE),
            Map.entry("no-change", Operation.UPDATE),
            Map.entry("several-rows-1", Operation.UPDATE),
            Map.entry("several-rows-2", Operation.UPDATE),
            Map.entry("delete", Operation.DELETE),
            Map.entry("key-change-delete", Operation.DELETE),
            Map.entry("key-change-insert", Operation.CREATE),
            Map.entry("partial-update", Operation.UPDATE),
            Map.entry("partial-delete", Operation.DELETE),
            Map.entry("truncate", Operation.TRUNCATE),
            Map.entry("end", Operation.CREATE));

    static final List<String> FILES = RecordedChange.BOOKS;

    private static ChangeReader<Book> reader(String file) {
        return ChangeReader.of(
                Book.class, new Settings(file.contains("flattened"), ZoneOffset.UTC, 1024 * 1024, "origin"));
    }

    private static Map<String, RowChange<Book>> changes(String file) {
        ChangeReader<Book> reader = reader(file);
        return RecordedChange.of(file).stream()
                .filter(record -> OPERATIONS.containsKey(record.label()))
                .collect(Collectors.toMap(
                        RecordedChange::label, record -> ((Row<Book>) record.readBy(reader)).change()));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyRecordIsWhatItIs(String file) {
        ChangeReader<Book> reader = reader(file);

        for (RecordedChange record : RecordedChange.of(file)) {
            ChangeRecord<Book> read = record.readBy(reader);
            if (OTHERS.containsKey(record.label())) {
                assertThat(read).isInstanceOfSatisfying(Other.class, other -> assertThat(other.kind())
                        .as(record.label())
                        .isEqualTo(OTHERS.get(record.label())));
            } else {
                assertThat(((Row<Book>) read).change().operation())
                        .as(record.label())
                        .isEqualTo(OPERATIONS.get(record.label()));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void idsDifferAndAreTheSameWhenARecordComesAgain(String file) {
        List<String> ids = changes(file).values().stream().map(RowChange::id).toList();

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(changes(file).values()).extracting(RowChange::id).containsExactlyElementsOf(ids);
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void rowsAreAsTheyWere(String file) {
        Map<String, RowChange<Book>> changes = changes(file);

        assertThat(changes.get("snapshot").after()).isEqualTo(new Book(1L, "Dune", new BigDecimal("9.99"), 3));
        assertThat(changes.get("snapshot").snapshot()).isNotEqualTo(Snapshot.NONE);
        assertThat(changes.get("insert").after()).isEqualTo(emile(2, "12.50", 10));
        assertThat(changes.get("insert").origin()).isEqualTo("shop");
        assertThat(changes.get("insert").snapshot()).isEqualTo(Snapshot.NONE);
        assertThat(changes.get("insert-nulls").after()).isEqualTo(new Book(3L, "No price", null, 0));
        assertThat(changes.get("update").after()).isEqualTo(emile(2, "11.00", 8));
        assertThat(changes.get("several-rows-1").after().stock()).isEqualTo(4);
        assertThat(changes.get("several-rows-2").after().stock()).isEqualTo(1);
        assertThat(changes.get("delete").before()).isEqualTo(new Book(3L, "No price", null, 1));
        assertThat(changes.get("key-change-delete").before()).isEqualTo(emile(2, "11.00", 8));
        assertThat(changes.get("key-change-delete").origin()).isNull();
        assertThat(changes.get("key-change-insert").after()).isEqualTo(emile(4, "11.00", 8));
        assertThat(changes.get("key-change-insert").origin()).isNull();
        assertThat(changes.values())
                .allSatisfy(change -> assertThat(change.table()).isEqualTo("books"))
                .allSatisfy(change -> assertThat(change.position().server()).isEqualTo("bookstore"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mariadb/books", "mariadb/books-with-schema", "postgres/books", "postgres/books-with-schema"})
    void envelopesTellWhatTheRowWas(String file) {
        Map<String, RowChange<Book>> changes = changes(file);

        assertThat(changes.get("update").before()).isEqualTo(emile(2, "12.50", 10));
        assertThat(changes.get("update").changed()).containsExactly("price", "stock");
        assertThat(changes.get("update").origin()).isNull();
        assertThat(changes.get("no-change").before()).isEqualTo(emile(2, "11.00", 8));
        assertThat(changes.get("no-change").changed()).isEmpty();
        assertThat(changes.get("several-rows-1").changed()).containsExactly("stock");
        assertThat(changes.get("truncate").before()).isNull();
        assertThat(changes.get("truncate").after()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres/books", "postgres/books-with-schema"})
    void withoutReplicaIdentityFullTheRowWasAnything(String file) {
        Map<String, RowChange<Book>> changes = changes(file);

        assertThat(changes.get("partial-update").before()).isNull();
        assertThat(changes.get("partial-update").after()).isEqualTo(emile(4, "11.00", 5));
        assertThat(changes.get("partial-update").changed()).isEmpty();
        assertThat(changes.get("partial-delete").before())
                .as("Debezium makes up values of columns that cannot be null")
                .isEqualTo(new Book(4L, "", null, 0));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void theOtherSettingIsNoticed(String file) {
        ChangeReader<Book> other = ChangeReader.of(
                Book.class, new Settings(!file.contains("flattened"), ZoneOffset.UTC, 1024 * 1024, "origin"));

        for (RecordedChange record : RecordedChange.of(file)) {
            if (OPERATIONS.containsKey(record.label())) {
                assertThatExceptionOfType(MalformedChangeException.class)
                        .as(record.label())
                        .isThrownBy(() -> record.readBy(other));
            }
        }
    }

    private static Book emile(long id, @Nullable String price, int stock) {
        return new Book(id, "Émile – \"Ünïcode\" 本", price == null ? null : new BigDecimal(price), stock);
    }
}
