package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What a service writes that has neither the starter nor Spring: poll, parse, handle, commit. */
final class RawConsumers implements Listening {

    static final String GROUP = "raw";

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> settings;
    private final int threads;
    private final Tally tally = new Tally();
    private final ObjectReader reader = JsonMapper.builder().build().readerFor(PlainBookCreated.class);
    private final List<Thread> running = new ArrayList<>();
    private volatile boolean stopped;

    RawConsumers(Map<String, Object> consumerSettings, int threads) {
        this.settings = new HashMap<>(consumerSettings);
        this.settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        this.threads = threads;
    }

    Tally tally() {
        return tally;
    }

    @Override
    public void start() {
        stopped = false;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::consume, "raw-" + i);
            thread.setDaemon(true);
            running.add(thread);
            thread.start();
        }
    }

    private void consume() {
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(BookTopic.NAME));
            while (!stopped) {
                ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
                for (ConsumerRecord<String, byte[]> message : polled) {
                    PlainBookCreated event = reader.readValue(message.value());
                    tally.add(Book.checksum(event.bookId(), event.isbn(), event.stock()));
                }
                if (!polled.isEmpty()) {
                    consumer.commitSync();
                }
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
        running.clear();
    }
}
