package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.BookTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a service writes that has neither the starter nor Spring: poll, handle, commit. */
public final class RawConsumers implements Listening {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> settings;
    private final int threads;
    private final Handler handler;
    private final List<Thread> running = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Creates consumers that do not run yet.
     *
     * @param settings of each consumer, without group and deserialisers
     * @param group their group
     * @param threads how many there are
     * @param handler what they do
     */
    public RawConsumers(Map<String, Object> settings, String group, int threads, Handler handler) {
        this.settings = new HashMap<>(settings);
        this.settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        this.threads = threads;
        this.handler = handler;
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
                if (!polled.isEmpty()) {
                    handler.handle(polled);
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

    /** Does the work of a poll, on the threads of all consumers. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles what was polled; what it throws ends the consumer.
         *
         * @param polled some records
         */
        void handle(ConsumerRecords<String, byte[]> polled);
    }
}
