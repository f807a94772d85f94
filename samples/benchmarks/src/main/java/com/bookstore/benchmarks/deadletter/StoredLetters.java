package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.listening.ContainerListening;
import com.bookstore.benchmarks.measuring.KeyChains;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Dead letters on the dead-letter topic, ten of each key one behind the other, which the starter's intake has taken into the
 * store. A replay changes their rows in {@code dead_letter_state} only; each round begins with these as they were.
 */
final class StoredLetters implements AutoCloseable {

    private static final String INTAKE = "bookstore-events-dead-letter-store";
    private static final int OF_A_KEY = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final BenchmarkService service;
    private final PostgresDatabase database;
    private final DeadLetterTopic topic;
    private final int events;
    private final KeyChains expected = new KeyChains();

    StoredLetters(BenchmarkService service, PostgresDatabase database, String bootstrapServers, int events) {
        this.service = service;
        this.database = database;
        this.events = events;
        this.topic = new DeadLetterTopic(bootstrapServers);
        topic.clear();
        ConsumerRecord<byte[], byte[]> dead = letOneDie();
        topic.clear();
        write(dead);
        store();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the dead letter is waited for
    private ConsumerRecord<byte[], byte[]> letOneDie() {
        ContainerListening listening = ContainerListening.of(service, FailingListener.ID);
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(service.producerSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(service.books().get(0).toRecord());
        }
        listening.start();
        try {
            return topic.first();
        } finally {
            listening.stop();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the rows are counted
    private void write(ConsumerRecord<byte[], byte[]> dead) {
        int keys = Math.max(1, events / OF_A_KEY);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(service.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(BookTopic.NAME).size();
            long[] offsets = new long[partitions];
            for (int i = 0; i < events; i++) {
                Book book = service.books().get(i % keys);
                int partition =
                        Utils.toPositive(Utils.murmur2(book.key().getBytes(StandardCharsets.UTF_8))) % partitions;
                ProducerRecord<byte[], byte[]> letter =
                        DeadLetterTopic.like(dead, book, UUID.randomUUID().toString(), partition, offsets[partition]++);
                expected.add(book.key(), KeyChains.checksum(letter.value()));
                producer.send(letter);
            }
        }
    }

    private void store() {
        ContainerListening intake = ContainerListening.of(service, INTAKE);
        intake.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (database.number("SELECT COUNT(*) FROM dead_letter_state") < events && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000_000);
        }
        intake.stop();
        database.execute("VACUUM ANALYZE dead_letter");
        database.execute("CREATE TABLE stored AS SELECT * FROM dead_letter_state");
    }

    int events() {
        return events;
    }

    DeadLetterTopic topic() {
        return topic;
    }

    long averageBytes() {
        return database.number(
                "SELECT AVG(value_size + LENGTH(key_bytes) + LENGTH(headers) + LENGTH(death_headers))::BIGINT FROM dead_letter");
    }

    /** Has all of them new, and the topic they came from empty. */
    void reset() {
        database.empty("dead_letter_state");
        database.execute("INSERT INTO dead_letter_state SELECT * FROM stored ORDER BY letter_id");
        database.execute("VACUUM ANALYZE dead_letter_state");
        database.settle();
        service.topic().clear();
    }

    /** Checks how many are marked. */
    void verifyReplayed(long marked) {
        verify(
                "the store",
                marked,
                database.number("SELECT COUNT(*) FROM dead_letter_state WHERE status = 'REPLAYED' AND replays = 1"));
    }

    /** Checks that each is on the topic it came from, once, unchanged, those of a key in their order. */
    void verifySent() {
        KeyChains found = new KeyChains();
        service.topic()
                .read((key, value) -> found.add(new String(key, StandardCharsets.UTF_8), KeyChains.checksum(value)));
        if (!found.count().equals(expected.count())) {
            throw new LostEventsException("the topic, key by key,", expected.count(), found.count());
        }
    }

    /** Compares two numbers of dead letters. */
    static void verify(String what, long expected, long found) {
        if (found != expected) {
            throw new LostEventsException(what, new Tally.Count(expected, 0), new Tally.Count(found, 0));
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
