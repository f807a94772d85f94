package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.listening.Listening;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.json.EventSerializer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** By hand: poll, parse, send the event, which is ready, flush, look at the outcomes, commit. */
final class HandCdc implements Listening {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Header TYPE =
            new RecordHeader(EventSerializer.TYPE_HEADER, Change.EVENT_TYPE.getBytes(StandardCharsets.UTF_8));

    private final ObjectReader reader = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Envelope.class);
    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> producerSettings;
    private final ChangeTopics topics;
    private final Tally acknowledged = new Tally();
    private @Nullable Thread thread;
    private volatile boolean stopped;

    HandCdc(Map<String, Object> consumerSettings, Map<String, Object> producerSettings, ChangeTopics topics) {
        this.consumerSettings = consumerSettings;
        this.producerSettings = producerSettings;
        this.topics = topics;
    }

    Tally tally() {
        return acknowledged;
    }

    @Override
    public void start() {
        stopped = false;
        Thread consuming = new Thread(this::consume, "cdc-by-hand");
        consuming.setDaemon(true);
        thread = consuming;
        consuming.start();
    }

    private void consume() {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(producerSettings, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(ChangeTopics.CHANGES));
            while (!stopped) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                if (!polled.isEmpty()) {
                    send(polled, producer);
                    consumer.commitSync();
                }
            }
        }
    }

    private void send(ConsumerRecords<byte[], byte[]> polled, Producer<byte[], byte[]> producer) {
        List<Future<?>> sent = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> found : polled) {
            Envelope envelope = reader.readValue(found.value());
            if (envelope.before().stock() != envelope.after().stock()) {
                Change change = topics.ofBook(envelope.after().id());
                sent.add(producer.send(new ProducerRecord<>(
                        ChangeTopics.EVENTS, null, null, change.eventKey(), change.event(), List.of(TYPE))));
            }
        }
        producer.flush();
        sent.forEach(this::verify);
    }

    private void verify(Future<?> sent) {
        try {
            sent.get();
            acknowledged.add(0);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        Thread consuming = thread;
        if (consuming == null) {
            return;
        }
        try {
            consuming.join();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
    }

    record Envelope(Row before, Row after, Source source, String op) {}

    record Row(long id, String title, String author, String isbn, BigDecimal price, String category, int stock) {}

    record Source(String name, String table, String file, long pos, int row) {}
}
