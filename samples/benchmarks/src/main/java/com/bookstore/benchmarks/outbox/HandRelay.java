package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.events.json.EventSerializer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A relay by hand: claim 500 rows, send all, flush, delete them, commit. One instance at a time relays anything: with two,
 * one would overtake the other.
 */
final class HandRelay implements Contender {

    private static final int BATCH = 500;

    private static final String CLAIM =
            """
            SELECT seq, aggregatetype, aggregateid, type, payload FROM outbox
            ORDER BY seq LIMIT %d FOR UPDATE SKIP LOCKED"""
                    .formatted(BATCH);

    private final OutboxService outbox;
    private final WaitingEvents waiting;
    private final Deletion deletion;

    HandRelay(OutboxService outbox, WaitingEvents waiting, Deletion deletion) {
        this.outbox = outbox;
        this.waiting = waiting;
        this.deletion = deletion;
    }

    /** The starter's settings with what its relay has otherwise, as docs/outbox.md tells. */
    static Map<String, Object> producerSettings(BenchmarkService service) {
        Map<String, Object> settings = service.producerSettings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }

    @Override
    public String name() {
        return "by hand: claim %d, send, flush, delete".formatted(BATCH);
    }

    /** The producer is a part of the time, as it is with the starter's relay. */
    @Override
    public Sample run() {
        waiting.fill(1);
        Sample sample;
        try (Connection connection = outbox.database().connect()) {
            connection.setAutoCommit(false);
            Meter meter = Meter.start();
            try (Producer<String, byte[]> producer = new KafkaProducer<>(
                            producerSettings(outbox.service()), new StringSerializer(), new ByteArraySerializer());
                    PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                while (relay(connection, claim, producer)) {}
                sample = meter.stop(waiting.events());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        waiting.verify(1);
        return sample;
    }

    private boolean relay(Connection connection, PreparedStatement claim, Producer<String, byte[]> producer)
            throws SQLException {
        List<Long> claimed = new ArrayList<>(BATCH);
        List<Future<?>> sent = new ArrayList<>(BATCH);
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                claimed.add(rows.getLong(1));
                RecordHeaders headers = new RecordHeaders();
                headers.add(EventSerializer.TYPE_HEADER, rows.getString(4).getBytes(StandardCharsets.UTF_8));
                sent.add(producer.send(new ProducerRecord<>(
                        rows.getString(2), null, null, rows.getString(3), rows.getBytes(5), headers)));
            }
        }
        if (!claimed.isEmpty()) {
            producer.flush();
            sent.forEach(HandRelay::verify);
            deletion.delete(connection, claimed);
        }
        connection.commit();
        return !claimed.isEmpty();
    }

    private static void verify(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    /** How rows are deleted by their numbers. */
    enum Deletion {
        ARRAY {
            @Override
            void delete(Connection connection, List<Long> sequences) throws SQLException {
                try (PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM outbox WHERE seq = ANY (?)")) {
                    statement.setArray(1, connection.createArrayOf("bigint", sequences.toArray()));
                    statement.executeUpdate();
                }
            }
        },
        LIST {
            @Override
            void delete(Connection connection, List<Long> sequences) throws SQLException {
                String marks = "?" + ", ?".repeat(sequences.size() - 1);
                try (PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM outbox WHERE seq IN (" + marks + ")")) {
                    for (int i = 0; i < sequences.size(); i++) {
                        statement.setLong(i + 1, sequences.get(i));
                    }
                    statement.executeUpdate();
                }
            }
        };

        abstract void delete(Connection connection, List<Long> sequences) throws SQLException;
    }
}
