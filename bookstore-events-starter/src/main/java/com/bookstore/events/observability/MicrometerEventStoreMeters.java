package com.bookstore.events.observability;

import com.bookstore.events.observability.EventRecorder.AppendOutcome;
import com.bookstore.events.observability.EventRecorder.SnapshotOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of an event store and its aggregates, from the first call on. The gauge shows what was seen last. */
final class MicrometerEventStoreMeters {

    private static final String PREFIX = "bookstore.events.eventstore.";

    private final MeterRegistry registry;
    private volatile Map<AppendOutcome, Meters> appends = Map.of();
    private volatile long stalledMillis = -1;

    MicrometerEventStoreMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void appended(AppendOutcome outcome, int events, long nanos) {
        Meters meters = appends.get(outcome);
        if (meters == null) {
            meters = register(outcome);
        }
        meters.calls.record(nanos, TimeUnit.NANOSECONDS);
        if (outcome == AppendOutcome.APPENDED) {
            meters.events.increment(events);
        }
    }

    private synchronized Meters register(AppendOutcome outcome) {
        Meters meters = new Meters(
                Timer.builder(PREFIX + "append")
                        .description("From the call to the outcome of an append to the event store")
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .register(registry),
                Counter.builder(PREFIX + "appended")
                        .description("Events appended to the event store")
                        .register(registry));
        Map<AppendOutcome, Meters> all = new EnumMap<>(AppendOutcome.class);
        all.putAll(appends);
        all.put(outcome, meters);
        appends = all;
        return meters;
    }

    void stalled(long ageMillis) {
        boolean first = stalledMillis < 0;
        stalledMillis = ageMillis;
        if (first) {
            TimeGauge.builder(PREFIX + "stall.age", () -> stalledMillis, TimeUnit.MILLISECONDS)
                    .description("How long readers of the whole event store have waited for a transaction that appends")
                    .register(registry);
        }
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

    private record Meters(Timer calls, Counter events) {}
}
