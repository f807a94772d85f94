package com.bookstore.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.demo.Wait;
import com.bookstore.events.test.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the records that Debezium makes into files for the starter's tests; it is no test and runs only when it is named:
 * {@code ./mvnw test -pl samples/cdc -am -Dtest=ChangeRecorder -Dsurefire.failIfNoSpecifiedTests=false}. One line of a file
 * is one record in the order of the log: a label, its topic, key, value and headers, all as text, exactly as written.
 */
class ChangeRecorder {

    private static final Path FOLDER =
            SampleFiles.path("../../bookstore-events-starter/src/test/resources/com/bookstore/events/cdc/change");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "postgres"})
    void records(String name) throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                CapturedDatabase database = CapturedDatabase.start(name);
                ConnectWorker worker = new ConnectWorker(broker.bootstrapServers(), database.environment()).start()) {
            if (name.equals("mariadb")) {
                database.execute(MariaDbCaptureIntegrationTests.ONE_POSITION);
            }
            for (RecordedRun run : RecordedRun.of(name)) {
                record(run, broker, database, worker);
            }
        }
    }

    private static void record(RecordedRun run, KafkaBroker broker, CapturedDatabase database, ConnectWorker worker)
            throws Exception {
        run.before().forEach(database::execute);
        Connector connector = run.connector(Connector.of(database.name()));
        String prefix = "recorded." + run.name() + ".";
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, prefix)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            worker.run(connector);
            await(consumer, records, prefix, run.snapshotLabels().size());
            run.after().forEach(database::execute);
            await(consumer, records, prefix, run.labels().size());
            if (run.isComplete()) {
                awaitOthers(consumer, records);
            }
            write(database.name(), run, prefix, records);
        } finally {
            worker.rest().delete(connector.name());
        }
    }

    private static void await(
            KafkaConsumer<byte[], byte[]> consumer,
            List<ConsumerRecord<byte[], byte[]>> records,
            String prefix,
            int count)
            throws Exception {
        new Wait(LIMIT, LIMIT)
                .until(count + " changes of rows", () -> read(consumer, records, prefix), seen -> seen >= count);
    }

    private static void awaitOthers(
            KafkaConsumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        new Wait(LIMIT, LIMIT)
                .until(
                        "heartbeats and transactions",
                        () -> {
                            read(consumer, records, "");
                            return records;
                        },
                        seen -> seen.stream().anyMatch(record -> record.topic().contains("heartbeat"))
                                && seen.stream()
                                        .anyMatch(record -> record.topic().endsWith(".transaction")));
    }

    private static long read(
            KafkaConsumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records, String prefix) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        return records.stream()
                .filter(record -> RecordedRun.isTable(record.topic().substring(prefix.length())))
                .count();
    }

    private static void write(
            String database, RecordedRun run, String prefix, List<ConsumerRecord<byte[], byte[]>> records)
            throws Exception {
        List<String> labels = new ArrayList<>(run.labels());
        List<String> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String topic = record.topic().substring(prefix.length());
            if (RecordedRun.isTable(topic)) {
                assertThat(labels)
                        .as("labels left for %s", text(record.value()))
                        .isNotEmpty();
                lines.add(line(labels.remove(0), RecordedRun.routed(topic), record));
            } else {
                lines.add(line(RecordedRun.label(topic), topic, record));
            }
        }
        Path file = Files.createDirectories(FOLDER.resolve(database)).resolve(run.name() + ".jsonl");
        Files.write(file, lines);
    }

    private static String line(String label, String topic, ConsumerRecord<byte[], byte[]> record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("label", label);
        line.put("topic", topic);
        line.put("key", text(record.key()));
        line.put("value", text(record.value()));
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        line.put("headers", headers);
        return JSON.writeValueAsString(line);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaBroker broker, String prefix) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(Pattern.compile(Pattern.quote(prefix) + ".*"));
        return consumer;
    }
}
