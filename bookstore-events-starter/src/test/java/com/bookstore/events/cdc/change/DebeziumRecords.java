package com.bookstore.events.cdc.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records as Debezium 3.5 documents and writes them, with the fields in its order. */
final class DebeziumRecords {

    static final String BOOK = row(42, "Dune", "29.90", 7);

    private DebeziumRecords() {}

    static String row(long id, String title, String price, int stock) {
        return """
                {"id":%d,"title":"%s","price":"%s","stock":%d}""".formatted(id, title, price, stock);
    }

    static String binlog(String file, long pos, int row, String snapshot) {
        return """
                {"version":"3.5.0.Final","connector":"mysql","name":"shop","ts_ms":1700000000000,"snapshot":"%s","db":"inventory",\
                "sequence":null,"ts_us":1700000000000000,"ts_ns":1700000000000000000,"table":"books","server_id":223344,\
                "gtid":null,"file":"%s","pos":%d,"row":%d,"thread":7,"query":null}"""
                .formatted(snapshot, file, pos, row);
    }

    static String wal(long lsn, String snapshot) {
        return """
                {"version":"3.5.0.Final","connector":"postgresql","name":"shop","ts_ms":1700000000000,"snapshot":"%s",\
                "db":"inventory","sequence":"[\\"24023119\\",\\"%d\\"]","ts_us":1700000000000000,"ts_ns":1700000000000000000,\
                "schema":"public","table":"books","txId":555,"lsn":%d,"xmin":null}"""
                .formatted(snapshot, lsn, lsn);
    }

    static String envelope(@Nullable String before, @Nullable String after, String source, String op) {
        return """
                {"before":%s,"after":%s,"source":%s,"transaction":null,"op":"%s","ts_ms":1700000000123,\
                "ts_us":1700000000123456,"ts_ns":1700000000123456789}"""
                .formatted(before, after, source, op);
    }

    /** With the schema of an envelope around it, as {@code schemas.enable=true} has it. */
    static String withSchema(String payload, String... columns) {
        String row =
                """
                {"type":"struct","fields":[%s],"optional":true,"name":"shop.inventory.books.Value","field":"%s"}""";
        String fields = String.join(",", columns);
        return """
                {"schema":{"type":"struct","fields":[%s,%s,{"type":"string","optional":false,"field":"op"}],"optional":false,\
                "name":"shop.inventory.books.Envelope","version":2},"payload":%s}"""
                .formatted(row.formatted(fields, "before"), row.formatted(fields, "after"), payload);
    }

    /** With the schema of a row around it, as a key and a flattened record have it. */
    static String withRowSchema(String payload, String... columns) {
        return """
                {"schema":{"type":"struct","fields":[%s],"optional":false,"name":"shop.inventory.books.Value"},"payload":%s}"""
                .formatted(String.join(",", columns), payload);
    }

    static String column(String name, String type) {
        return """
                {"type":"%s","optional":true,"field":"%s"}""".formatted(type, name);
    }

    static String column(String name, String type, String meaning) {
        return """
                {"type":"%s","optional":true,"name":"%s","version":1,"field":"%s"}"""
                .formatted(type, meaning, name);
    }

    static String decimal(String name, int scale) {
        return """
                {"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal","version":1,\
                "parameters":{"scale":"%d","connect.decimal.precision":"10"},"field":"%s"}"""
                .formatted(scale, name);
    }

    static String[] bookColumns() {
        return new String[] {
            column("id", "int64"), column("title", "string"), column("price", "string"), column("stock", "int32")
        };
    }

    static String heartbeat() {
        return """
                {"ts_ms":1700000000000}""";
    }

    static String transaction(String status) {
        return """
                {"status":"%s","id":"571:53195829","ts_ms":1700000000000,"event_count":2,\
                "data_collections":[{"data_collection":"public.books","event_count":2}]}"""
                .formatted(status);
    }

    static String schemaChange() {
        return """
                {"source":%s,"ts_ms":1700000000000,"databaseName":"inventory","schemaName":null,\
                "ddl":"ALTER TABLE books ADD COLUMN pages INT","tableChanges":[{"type":"ALTER",\
                "id":"\\"inventory\\".\\"books\\"","table":{"defaultCharsetName":"utf8mb4","primaryKeyColumnNames":["id"],\
                "columns":[{"name":"id","jdbcType":-5,"typeName":"BIGINT","position":1}]}}]}"""
                .formatted(binlog("mysql-bin.000003", 500, 0, "false"));
    }

    static String truncate() {
        return """
                {"source":%s,"transaction":null,"op":"t","ts_ms":1700000000123}"""
                .formatted(wal(46523128, "false"));
    }

    static String message() {
        return """
                {"op":"m","ts_ms":1700000000123,"source":%s,"message":{"prefix":"foo","content":"Ymar"}}"""
                .formatted(wal(46523129, "false"));
    }

    static String flattened(String op, String deleted) {
        return """
                {"id":42,"title":"Dune","price":"29.90","stock":7,"__op":"%s","__source_name":"shop","__source_ts_ms":1700000000000,\
                "__table":"books","__file":"mysql-bin.000003","__pos":484,"__row":0,"__deleted":"%s"}"""
                .formatted(op, deleted);
    }

    /** One of each, for a table of books. */
    static List<String> corpus() {
        List<String> all = new ArrayList<>();
        String binlog = binlog("mysql-bin.000003", 484, 0, "false");
        String wal = wal(24023128, "false");
        for (String source : List.of(binlog, wal)) {
            List<String> envelopes = List.of(
                    envelope(null, BOOK, source, "c"),
                    envelope(BOOK, row(42, "Dune", "29.90", 6), source, "u"),
                    envelope(null, BOOK, source, "u"),
                    envelope("{\"id\":42}", BOOK, source, "u"),
                    envelope(BOOK, null, source, "d"),
                    envelope(null, BOOK, source.replace("\"false\"", "\"last\""), "r"));
            all.addAll(envelopes);
            envelopes.forEach(envelope -> all.add(withSchema(envelope, bookColumns())));
        }
        all.addAll(
                List.of(heartbeat(), transaction("BEGIN"), transaction("END"), schemaChange(), truncate(), message()));
        all.addAll(List.of(flattened("c", "false"), flattened("d", "true")));
        return all;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
