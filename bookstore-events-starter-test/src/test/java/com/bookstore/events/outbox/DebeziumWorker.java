package com.bookstore.events.outbox;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** A connector of Debezium's with its transformation, and the converters that Kafka Connect has it write with. */
final class DebeziumWorker implements AutoCloseable {

    private final List<Written> written = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Converter keys;
    private final Converter values;
    private final HeaderConverter headers;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private volatile IllegalStateException failure;

    /**
     * Starts the connector.
     *
     * @param connector its configuration, as one gives it to Kafka Connect
     * @param surroundings what a worker of Kafka Connect, or the database, adds
     */
    DebeziumWorker(Map<String, String> connector, Map<String, String> surroundings) throws ClassNotFoundException {
        Map<String, String> all = new LinkedHashMap<>(connector);
        keys = Utils.newInstance(all.remove("key.converter"), Converter.class);
        values = Utils.newInstance(all.remove("value.converter"), Converter.class);
        headers = Utils.newInstance(all.remove("header.converter"), HeaderConverter.class);
        keys.configure(Map.of(), true);
        values.configure(Map.of(), false);
        headers.configure(Map.of("converter.type", "header"));
        all.putAll(surroundings);
        Properties settings = new Properties();
        settings.putAll(all);
        engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings)
                .using((success, message, error) ->
                        failure = success ? null : new IllegalStateException(message, error))
                .notifying(change -> written.add(write(change.record())))
                .build();
        thread.execute(engine);
    }

    private Written write(SourceRecord sent) {
        Map<String, byte[]> written = new LinkedHashMap<>();
        for (Header header : sent.headers()) {
            written.put(
                    header.key(),
                    headers.fromConnectHeader(sent.topic(), header.key(), header.schema(), header.value()));
        }
        return new Written(
                sent.topic(),
                keys.fromConnectData(sent.topic(), sent.keySchema(), sent.key()),
                values.fromConnectData(sent.topic(), sent.valueSchema(), sent.value()),
                written);
    }

    /** What would be on Kafka by now; throws if the connector has failed. */
    List<Written> written() {
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(written);
    }

    @Override
    public void close() throws IOException {
        engine.close();
        thread.shutdown();
    }

    /** A record as bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Written(String topic, byte[] key, byte[] value, Map<String, byte[]> headers) {}
}
