package com.bookstore.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that can happen to the table of books. */
final class RecordedBooks {

    private RecordedBooks() {}

    static RecordedRun run(String name, boolean postgres, Map<String, String> settings) {
        boolean flattened = settings.containsKey("transforms.unwrap.type");
        List<String> labels = new ArrayList<>(List.of("snapshot", "insert", "insert-nulls", "update", "no-change"));
        labels.addAll(List.of("several-rows-1", "several-rows-2", "delete", "delete-tombstone"));
        labels.addAll(List.of("key-change-delete", "key-change-tombstone", "key-change-insert"));
        if (postgres) {
            labels.addAll(List.of("partial-update", "partial-delete", "partial-delete-tombstone"));
        }
        if (!flattened) {
            labels.add("truncate");
        }
        labels.add("end");
        return new RecordedRun(
                name, "books", settings, before(postgres), after(postgres, flattened), List.of("snapshot"), labels);
    }

    private static List<String> before(boolean postgres) {
        return List.of(
                "DELETE FROM books",
                postgres ? "ALTER TABLE books REPLICA IDENTITY FULL" : "DO 0",
                insert(1, "'Dune', 'Frank Herbert', '9780441013593', 9.99, 'science fiction', 3, NULL"));
    }

    private static List<String> after(boolean postgres, boolean flattened) {
        List<String> statements = new ArrayList<>();
        statements.add(insert(2, "'Émile – \"Ünïcode\" 本', 'Rousseau', '9780465019311', 12.50, 'essays', 10, 'shop'"));
        statements.add(insert(3, "'No price', NULL, NULL, NULL, NULL, 0, NULL"));
        statements.add("UPDATE books SET price = 11.00, stock = stock - 2, category = NULL WHERE id = 2");
        statements.add(
                postgres
                        ? "UPDATE books SET stock = stock WHERE id = 2"
                        : "UPDATE books SET updated_at = '2026-01-02 03:04:05.678901' WHERE id = 2");
        statements.add("UPDATE books SET stock = stock + 1 WHERE id IN (1, 3)");
        statements.add("DELETE FROM books WHERE id = 3");
        statements.add("UPDATE books SET id = 4 WHERE id = 2");
        if (postgres) {
            statements.add("ALTER TABLE books REPLICA IDENTITY DEFAULT"); // before the change only the key is known
            statements.add("UPDATE books SET stock = 5 WHERE id = 4");
            statements.add("DELETE FROM books WHERE id = 4");
            statements.add("SELECT pg_logical_emit_message(true, 'bookstore', 'a message')");
        }
        if (!flattened) {
            statements.add("TRUNCATE TABLE books");
        }
        statements.add(insert(9, "'End', NULL, NULL, NULL, NULL, 0, NULL"));
        return statements;
    }

    private static String insert(int id, String rest) {
        return "INSERT INTO books (id, title, author, isbn, price, category, stock, origin) VALUES (" + id + ", " + rest
                + ")";
    }

    /** Rows without an envelope, with what the starter has to know of it in fields of their own. */
    static Map<String, String> flattened(boolean postgres) {
        String position = postgres ? "source.lsn,source.txId" : "source.file,source.pos,source.row,source.gtid";
        return Map.of(
                "transforms", "unwrap,route",
                "transforms.unwrap.type", "io.debezium.transforms.ExtractNewRecordState",
                "transforms.unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone",
                "transforms.unwrap.add.fields",
                        "op,table,source.connector,source.name,source.db,source.ts_ms,source.snapshot," + position);
    }
}
