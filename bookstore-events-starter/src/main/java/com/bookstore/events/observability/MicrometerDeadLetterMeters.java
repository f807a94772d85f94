package com.bookstore.events.observability;

import com.bookstore.events.observability.EventRecorder.DeadLetterOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of stored dead letters, each from its first value on. Gauges show what was seen last. */
final class MicrometerDeadLetterMeters {

    private static final String NAME = "bookstore.events.deadletters";

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    MicrometerDeadLetterMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void counted(String status, long count) {
        counts.computeIfAbsent(status, this::gauge).set(count);
    }

    private AtomicLong gauge(String status) {
        AtomicLong count = new AtomicLong();
        Gauge.builder(NAME, count, AtomicLong::get)
                .description("Stored dead letters by what became of them")
                .tag("status", status)
                .register(registry);
        return count;
    }

    void closed(DeadLetterOutcome outcome, int count) {
        Counter.builder(NAME + "." + outcome.name().toLowerCase(Locale.ROOT))
                .description("Stored dead letters that were " + outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(count);
    }
}
