package com.bookstore.events.observability;

import com.bookstore.events.observability.EventRecorder.SnapshotOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The meters of aggregates, each from its first value on. */
final class MicrometerAggregateMeters {

    private static final String PREFIX = "bookstore.events.eventstore.";

    private final MeterRegistry registry;

    MicrometerAggregateMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void commandRetried(String streamType) {
        Counter.builder(PREFIX + "commands.retried")
                .description("Commands decided once more, as another writer was faster")
                .tag("aggregate", streamType)
                .register(registry)
                .increment();
    }

    void snapshot(String streamType, SnapshotOutcome outcome) {
        Counter.builder(PREFIX + "snapshots")
                .description("Snapshots of aggregates by what became of them")
                .tag("aggregate", streamType)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }
}
