package com.bookstore.events.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of projections, each from its first value on. Gauges show what was seen last; the age goes on growing until
 * something else is seen.
 */
final class MicrometerProjectionMeters {

    private static final String PREFIX = "bookstore.events.projection.";

    private final MeterRegistry registry;
    private final Map<String, Projected> projected = new ConcurrentHashMap<>();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    MicrometerProjectionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void projected(String projection, int events, long nanos) {
        Projected meters = projected.computeIfAbsent(
                projection,
                name -> new Projected(
                        Counter.builder(PREFIX + "events")
                                .description("Events of the event store that were projected")
                                .tags(tags(name))
                                .register(registry),
                        Timer.builder(PREFIX + "batch")
                                .description("From giving events to a projection to the commit of what it made of them")
                                .tags(tags(name))
                                .register(registry)));
        meters.events.increment(events);
        meters.batch.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(String projection) {
        failures.computeIfAbsent(projection, name -> Counter.builder(PREFIX + "failures")
                        .description("Attempts of a projection that failed")
                        .tags(tags(name))
                        .register(registry))
                .increment();
    }

    void lag(String projection, long positions, long ageMillis, boolean stopped) {
        Seen now = new Seen(
                positions, ageMillis, stopped, registry.config().clock().monotonicTime());
        if (seen.put(projection, now) == null) {
            Gauge.builder(PREFIX + "lag", () -> last(projection).positions)
                    .description("Positions of the event store that are behind that of a projection")
                    .tags(tags(projection))
                    .register(registry);
            TimeGauge.builder(PREFIX + "lag.age", () -> ageMillis(last(projection)), TimeUnit.MILLISECONDS)
                    .description("How old the first event is that a projection has not seen yet")
                    .tags(tags(projection))
                    .register(registry);
            Gauge.builder(PREFIX + "failed", () -> last(projection).stopped ? 1 : 0)
                    .description("1 while a projection has failed and does not go on")
                    .tags(tags(projection))
                    .register(registry);
        }
    }

    private Seen last(String projection) {
        return seen.getOrDefault(projection, Seen.NOTHING);
    }

    private long ageMillis(Seen last) {
        return last.positions == 0
                ? 0
                : last.ageMillis
                        + TimeUnit.NANOSECONDS.toMillis(
                                registry.config().clock().monotonicTime() - last.at);
    }

    private static Tags tags(String projection) {
        return Tags.of("projection", projection);
    }

    private record Projected(Counter events, Timer batch) {}

    private record Seen(long positions, long ageMillis, boolean stopped, long at) {

        static final Seen NOTHING = new Seen(0, 0, false, 0);
    }
}
