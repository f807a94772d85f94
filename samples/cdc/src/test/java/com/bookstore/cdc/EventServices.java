package com.bookstore.cdc;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A service that tells what captured changes mean, and one that handles what is told. What they have to remember is in a
 * database of its own on the captured server.
 */
final class EventServices implements AutoCloseable {

    /** Where all events are, so that those of one book are in one order. */
    static final String TOPIC = "bookstore-events";

    private final TranslatorProcess translator;
    private final ConfigurableApplicationContext consumer;

    /**
     * Starts them.
     *
     * @param translating the properties of the service that tells
     */
    EventServices(Capture capture, Map<String, String> translating) throws Exception {
        capture.database().execute("CREATE DATABASE events");
        Map<String, String> shared = shared(capture);
        Map<String, String> telling = new TreeMap<>(shared);
        telling.put("spring.application.name", "telling");
        telling.put("bookstore.events.cdc.bookstore.enabled", "true");
        telling.put("bookstore.events.cdc.retry.delay", "100ms");
        telling.put("bookstore.events.cdc.retry.max-delay", "1s");
        telling.put("spring.kafka.consumer.properties.group.instance.id", "telling"); // or a killed one is waited for
        telling.putAll(translating);
        translator = new TranslatorProcess(telling);
        translator.start();
        Map<String, String> consuming = new TreeMap<>(shared);
        consuming.put("spring.application.name", "consuming");
        consuming.put("spring.kafka.listener.concurrency", "1");
        consuming.put("bookstore.events.inbox.initialize-schema", "always");
        try {
            consumer = ConsumingService.start(consuming);
        } catch (RuntimeException failure) {
            translator.close();
            throw failure;
        }
    }

    private static Map<String, String> shared(Capture capture) {
        CapturedDatabase database = capture.database();
        String variables = "CDC_" + database.name().toUpperCase(Locale.ROOT);
        boolean postgres = database.name().equals("postgres");
        Map<String, String> shared = new TreeMap<>();
        shared.put("spring.config.name", "none"); // there are those of other services on the class path
        shared.put("spring.kafka.bootstrap-servers", capture.bootstrapServers());
        shared.put("bookstore.events.topics.book-events.name", TOPIC);
        shared.put("bookstore.events.topics.inventory-events.name", TOPIC);
        shared.put(
                "spring.datasource.url",
                "jdbc:%s://127.0.0.1:%s/events"
                        .formatted(
                                postgres ? "postgresql" : "mariadb",
                                database.environment().get(variables + "_PORT")));
        shared.put("spring.datasource.username", postgres ? "postgres" : "app");
        shared.put("spring.datasource.password", database.environment().get(variables + "_PASSWORD"));
        shared.put("spring.datasource.hikari.maximum-pool-size", "4");
        return shared;
    }

    /** Waits until it is so; not if the service that tells has ended by itself. */
    void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(CaptureTest.LIMIT)
                .failFast(translator::failIfItHasEnded)
                .untilAsserted(assertion);
    }

    TranslatorProcess translator() {
        return translator;
    }

    ConsumingService consumer() {
        return consumer.getBean(ConsumingService.class);
    }

    @Override
    public void close() throws Exception {
        consumer.close();
        translator.close();
    }
}
