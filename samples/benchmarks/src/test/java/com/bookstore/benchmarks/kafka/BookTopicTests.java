package com.bookstore.benchmarks.kafka;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.events.test.KafkaBroker;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BookTopicTests {

    private static final int EVENTS = 20;

    private static KafkaBroker broker;
    private static BenchmarkService service;
    private static Producer<String, byte[]> producer;

    @BeforeAll
    static void start() {
        broker = BrokerSettings.broker();
        service = BenchmarkService.start(broker.bootstrapServers());
        producer = new KafkaProducer<>(service.producerSettings(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        service.close();
        broker.close();
    }

    @AfterEach
    void clear() {
        service.topic().clear();
    }

    @Test
    void aTopicWithAllEventsPassesUntilItIsCleared() throws Exception {
        send(IntStream.range(0, EVENTS));

        service.topic().verify(EVENTS);
        service.topic().clear();
        service.topic().verify(0);
    }

    @Test
    void aLostEventIsFound() throws Exception {
        send(IntStream.range(0, EVENTS - 1));

        assertLost("expected 20 events", "found 19 events");
    }

    @Test
    void aLostEventIsFoundWhereAnotherCameTwice() throws Exception {
        send(IntStream.concat(IntStream.range(0, EVENTS - 1), IntStream.of(0)));

        assertLost("found 20 events");
    }

    @Test
    void aChangedEventIsFound() throws Exception {
        send(IntStream.range(1, EVENTS));
        byte[] value = service.books().get(0).value();
        byte[] changed = Arrays.copyOf(value, value.length);
        changed[value.length - 2]++;
        send(new ProducerRecord<>(BookTopic.NAME, service.books().get(0).key(), changed));

        assertLost("found 20 events");
    }

    private static void assertLost(String... message) {
        assertThatExceptionOfType(LostEventsException.class)
                .isThrownBy(() -> service.topic().verify(EVENTS))
                .withMessageStartingWith("the topic after a round")
                .satisfies(loss -> org.assertj.core.api.Assertions.assertThat(loss.getMessage())
                        .contains(message));
    }

    private static void send(IntStream numbers) throws Exception {
        for (int i : numbers.toArray()) {
            send(service.books().get(i).toRecord());
        }
    }

    private static void send(ProducerRecord<String, byte[]> message) throws Exception {
        Future<?> acknowledgement = producer.send(message);
        acknowledgement.get();
    }
}
