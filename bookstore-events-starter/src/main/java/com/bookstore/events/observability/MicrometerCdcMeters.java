package com.bookstore.events.observability;

import com.bookstore.events.observability.EventRecorder.SkipReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of captured changes, each from its first value on. Gauges show what was seen last. */
final class MicrometerCdcMeters {

    private static final String PREFIX = "bookstore.events.cdc.";

    private static final long NEVER = Long.MIN_VALUE;

    private final MeterRegistry registry;
    private final AtomicLong lastSign = new AtomicLong(NEVER);
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Published> published = new ConcurrentHashMap<>();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    MicrometerCdcMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(String table, String operation, int events, long lagMillis) {
        count("changes", "Captured changes whose events are published", table, "operation", operation);
        Published meters = published.get(table);
        if (meters == null) {
            meters = published.computeIfAbsent(
                    table,
                    name -> new Published(
                            Counter.builder(PREFIX + "events")
                                    .description("Events of captured changes")
                                    .tag("table", name)
                                    .register(registry),
                            Timer.builder(PREFIX + "lag")
                                    .description("From the change in the database to the acknowledgement of its events")
                                    .tag("table", name)
                                    .register(registry)));
        }
        meters.events.increment(events);
        meters.lag.record(lagMillis, TimeUnit.MILLISECONDS);
    }

    void skipped(String table, SkipReason reason) {
        count("skipped", "Records about a table that were passed over", table, "reason", reason.name());
    }

    void failed(String table, String reason) {
        count("errors", "Failed attempts to deal with a captured change", table, "reason", reason);
    }

    /** The first call is made at the start; from then on there is a gauge that grows until the next. */
    void alive() {
        if (lastSign.getAndSet(now()) == NEVER) {
            TimeGauge.builder(PREFIX + "silence", () -> now() - lastSign.get(), TimeUnit.MILLISECONDS)
                    .description("Since a change or a heartbeat came from a connector")
                    .register(registry);
        }
    }

    private long now() {
        return registry.config().clock().wallTime();
    }

    void seen(String table, long position, boolean snapshot) {
        Seen last = seen.get(table);
        if (last == null) {
            last = seen.computeIfAbsent(table, this::gauges);
        }
        last.position = position;
        last.snapshot = snapshot;
    }

    private Seen gauges(String table) {
        Seen last = new Seen();
        Gauge.builder(PREFIX + "position", () -> last.position)
                .description("Position of the last change: in its binlog file, or an LSN")
                .tag("table", table)
                .register(registry);
        Gauge.builder(PREFIX + "snapshot", () -> last.snapshot ? 1 : 0)
                .description("1 while a snapshot reads the table")
                .tag("table", table)
                .register(registry);
        return last;
    }

    private void count(String name, String description, String table, String tag, String value) {
        Key key = new Key(name, table, value);
        Counter counter = counters.get(key);
        if (counter == null) {
            counter = Counter.builder(PREFIX + name)
                    .description(description)
                    .tag("table", table)
                    .tag(tag, value.toLowerCase(Locale.ROOT))
                    .register(registry);
            counters.put(key, counter);
        }
        counter.increment();
    }

    private record Key(String name, String table, String value) {}

    private record Published(Counter events, Timer lag) {}

    private static final class Seen {
        private volatile long position;
        private volatile boolean snapshot;
    }
}
