package com.bookstore.events.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts in Micrometer. Counters are looked up by their tags once and kept: a registry's own look-up costs more. */
final class MicrometerEventRecorder implements EventRecorder {

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    MicrometerEventRecorder(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void sent(String topic, String type) {
        count("kafka.messages.sent", "Events acknowledged by the broker", topic, "type", type);
    }

    @Override
    public void sendFailed(String topic, String type, String reason) {
        count(
                "bookstore.events.publish.failures",
                "Events that could not be published",
                topic,
                "reason",
                reason.toLowerCase(Locale.ROOT));
    }

    @Override
    public void received(String topic, String type) {
        count("kafka.messages.received", "Events given to a handler", topic, "type", type);
    }

    @Override
    public void skipped(String topic, SkipReason reason) {
        count(
                "bookstore.events.skipped",
                "Records passed over",
                topic,
                "reason",
                reason.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void processingFailed(String topic) {
        count("kafka.processing.errors", "Failed attempts to handle a record", topic, "", "");
    }

    @Override
    public void deadLettered(String topic) {
        count("bookstore.events.dead.letters", "Records that became dead letters", topic, "", "");
    }

    private void count(String name, String description, String topic, String tag, String value) {
        Key key = new Key(name, topic, value);
        Counter counter = counters.get(key);
        if (counter == null) {
            Counter.Builder builder =
                    Counter.builder(name).description(description).tag("topic", topic);
            if (!tag.isEmpty()) {
                builder.tag(tag, value);
            }
            counter = builder.register(registry);
            counters.put(key, counter);
        }
        counter.increment();
    }

    private record Key(String name, String topic, String value) {}
}
