package com.bookstore.events.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of the breakers of listeners, each from the first time a listener is paused on. */
final class MicrometerBreakerMeters {

    private static final String PREFIX = "bookstore.events.listener.breaker.";

    private final MeterRegistry registry;
    private final Map<String, Shown> listeners = new ConcurrentHashMap<>();

    MicrometerBreakerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void changed(String listener, String group, boolean open) {
        Shown shown =
                listeners.computeIfAbsent(listener, id -> new Shown(registry, Tags.of("listener", id, "group", group)));
        shown.open = open;
        if (open) {
            shown.openings.increment();
        }
    }

    private static final class Shown {

        private final Counter openings;
        private volatile boolean open;

        private Shown(MeterRegistry registry, Tags tags) {
            openings = Counter.builder(PREFIX + "openings")
                    .description("How often a listener was paused because whatever it was given failed")
                    .tags(tags)
                    .register(registry);
            Gauge.builder(PREFIX + "open", () -> open ? 1 : 0)
                    .description("1 while a listener is paused because whatever it is given fails")
                    .tags(tags)
                    .register(registry);
        }
    }
}
