package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * A replay by hand, without a store: poll the dead-letter topic, send each record to where it came from without the headers
 * of its death, flush, look at the outcomes, commit.
 */
final class HandReplay implements Contender {

    private static final String GROUP = "replay-by-hand";
    private static final String OF_A_DEATH = "kafka_dlt-";
    private static final Duration POLL = Duration.ofSeconds(10);

    private final BenchmarkService service;
    private final StoredLetters letters;

    HandReplay(BenchmarkService service, StoredLetters letters) {
        this.service = service;
        this.letters = letters;
    }

    /** The starter's settings with what its replay has otherwise. */
    static Map<String, Object> producerSettings(BenchmarkService service) {
        Map<String, Object> settings = service.producerSettings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }

    static Map<String, Object> consumerSettings(BenchmarkService service) {
        Map<String, Object> settings = service.consumerSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    @Override
    public String name() {
        return "by hand: poll the dead-letter topic, send, flush, commit";
    }

    /** Consumer and producer are a part of the time, as the producer is with the starter's replay. */
    @Override
    public Sample run() {
        letters.reset();
        Sample sample;
        Meter meter = Meter.start();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings(service), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        producerSettings(service), new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(List.of(DeadLetterTopic.PARTITION)); // without the others of a group to wait for
            consumer.seekToBeginning(List.of(DeadLetterTopic.PARTITION));
            int sent = 0;
            while (sent < letters.events()) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                send(polled, producer);
                consumer.commitSync();
                sent += polled.count();
            }
            sample = meter.stop(letters.events());
        }
        letters.verifyReplayed(0);
        letters.verifySent();
        StoredLetters.verify("the group", letters.topic().end(), letters.topic().committed(GROUP));
        letters.topic().forget(GROUP);
        return sample;
    }

    private static void send(ConsumerRecords<byte[], byte[]> polled, Producer<byte[], byte[]> producer) {
        List<Future<?>> sent = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> dead : polled) {
            RecordHeaders headers = new RecordHeaders();
            for (Header header : dead.headers()) {
                if (!header.key().startsWith(OF_A_DEATH)) {
                    headers.add(header);
                }
            }
            String topic = new String(
                    dead.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC).value(), StandardCharsets.UTF_8);
            sent.add(producer.send(new ProducerRecord<>(topic, null, null, dead.key(), dead.value(), headers)));
        }
        producer.flush();
        sent.forEach(HandReplay::verify);
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
}
