package com.bookstore.events.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meters of an outbox, each from its first value on. Gauges show what was seen last; the age goes on growing until
 * something else is seen.
 */
final class MicrometerOutboxMeters {

    private static final String PREFIX = "bookstore.events.outbox.";

    private final MeterRegistry registry;
    private volatile @Nullable Relayed relayed;
    private volatile Seen seen = new Seen(0, 0, 0, 0);
    private boolean shown;

    MicrometerOutboxMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void relayed(int events, long nanos) {
        Relayed meters = relayed;
        if (meters == null) {
            meters = new Relayed(
                    Counter.builder(PREFIX + "relayed")
                            .description("Events of the outbox acknowledged by the broker")
                            .register(registry),
                    Timer.builder(PREFIX + "cycle")
                            .description("From reading a batch of the outbox to its end in the table")
                            .register(registry),
                    DistributionSummary.builder(PREFIX + "batch.size")
                            .description("Acknowledged events of a batch of the outbox")
                            .register(registry));
            relayed = meters;
        }
        meters.events.increment(events);
        meters.cycle.record(nanos, TimeUnit.NANOSECONDS);
        meters.batchSize.record(events);
    }

    synchronized void backlog(long pending, long parked, long oldestAgeMillis) {
        seen = new Seen(
                pending, parked, oldestAgeMillis, registry.config().clock().monotonicTime());
        if (!shown) {
            Gauge.builder(PREFIX + "pending", () -> seen.pending)
                    .description("Events that wait in the outbox")
                    .register(registry);
            Gauge.builder(PREFIX + "parked.rows", () -> seen.parked)
                    .description("Events of the outbox that are set aside")
                    .register(registry);
            TimeGauge.builder(PREFIX + "oldest.age", this::oldestAgeMillis, TimeUnit.MILLISECONDS)
                    .description("How long the oldest event has waited in the outbox")
                    .register(registry);
            shown = true;
        }
    }

    private long oldestAgeMillis() {
        Seen last = seen;
        return last.pending == 0
                ? 0
                : last.oldestAgeMillis
                        + TimeUnit.NANOSECONDS.toMillis(
                                registry.config().clock().monotonicTime() - last.at);
    }

    private record Seen(long pending, long parked, long oldestAgeMillis, long at) {}

    private record Relayed(Counter events, Timer cycle, DistributionSummary batchSize) {}
}
