package com.bookstore.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one file of recorded changes shows: a connector with some settings, and what is done to the tables.
 *
 * @param name of the file
 * @param table that is captured
 * @param settings that differ from the sample's
 * @param before statements before the connector starts, seen by its snapshot
 * @param after statements while it runs
 * @param snapshotLabels what the records of the snapshot are called
 * @param labels what all records of the table are called, in order
 */
record RecordedRun(
        String name,
        String table,
        Map<String, String> settings,
        List<String> before,
        List<String> after,
        List<String> snapshotLabels,
        List<String> labels) {

    private static final Pattern TABLE = Pattern.compile("bookstore\\.[^.]+\\.([^.]+)");

    static List<RecordedRun> of(String database) {
        boolean postgres = database.equals("postgres");
        List<RecordedRun> runs = new ArrayList<>();
        Map<String, String> complete = Map.of(
                "provide.transaction.metadata", "true",
                "include.schema.changes", "true",
                "skipped.operations", "none",
                "heartbeat.interval.ms", "300");
        runs.add(RecordedBooks.run("books", postgres, complete));
        runs.add(RecordedBooks.run("books-with-schema", postgres, plus(complete, schemas())));
        Map<String, String> flattened = RecordedBooks.flattened(postgres);
        runs.add(RecordedBooks.run("books-flattened", postgres, flattened));
        runs.add(RecordedBooks.run("books-flattened-with-schema", postgres, plus(flattened, schemas())));
        for (Map<String, String> modes : RecordedKinds.modes(postgres)) {
            runs.add(RecordedKinds.run(postgres, modes));
            runs.add(RecordedKinds.run(postgres, plus(modes, schemas())));
        }
        return runs;
    }

    private static Map<String, String> schemas() {
        return Map.of("key.converter.schemas.enable", "true", "value.converter.schemas.enable", "true");
    }

    static Map<String, String> plus(Map<String, String> some, Map<String, String> more) {
        var all = new java.util.TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    /** Whether there are also heartbeats and transactions. */
    boolean isComplete() {
        return settings.containsKey("provide.transaction.metadata");
    }

    Connector connector(Connector sample) {
        String schema = sample.settings().containsKey("slot.name") ? "public." : "bookstore.";
        Connector connector = sample.called(name)
                .with("table.include.list", schema + table)
                .with("transforms.route.regex", "(.*)")
                .with("transforms.route.replacement", "recorded." + name + ".$1")
                .with("topic.creation.default.partitions", "1");
        if (sample.settings().containsKey("slot.name")) {
            connector = connector.with("slot.name", name.replace('-', '_')).with("slot.drop.on.stop", "true");
        } else {
            connector = connector.with("schema.history.internal.kafka.topic", "history-" + name);
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            connector = connector.with(setting.getKey(), setting.getValue());
        }
        return connector;
    }

    static boolean isTable(String topic) {
        return TABLE.matcher(topic).matches();
    }

    /** The topic that the sample's own route would make of it. */
    static String routed(String topic) {
        return TABLE.matcher(topic).replaceFirst("cdc.$1");
    }

    static String label(String topic) {
        if (topic.startsWith("__debezium-heartbeat")) {
            return "heartbeat";
        }
        return switch (topic) {
            case "bookstore" -> "schema-change";
            case "bookstore.transaction" -> "transaction";
            case "bookstore.message" -> "message";
            default -> throw new IllegalArgumentException(topic);
        };
    }
}
