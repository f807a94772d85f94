package com.bookstore.events.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts and times in Micrometer. Meters are looked up by their tags once and kept: a registry's own look-up costs more. */
final class MicrometerEventRecorder implements EventRecorder {

    private final MeterRegistry registry;
    private final PublishTimer publishTimer;
    private final Clock clock;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Key, Timer> publications = new ConcurrentHashMap<>();
    private final Map<Key, Timer> ages = new ConcurrentHashMap<>();
    private final MicrometerOutboxMeters outbox;
    private final MicrometerBreakerMeters breakers;
    private final MicrometerDeadLetterMeters deadLetters;
    private final MicrometerEventStoreMeters eventStore;
    private final MicrometerProjectionMeters projections;
    private final MicrometerCdcMeters cdc;

    MicrometerEventRecorder(MeterRegistry registry, PublishTimer publishTimer, Clock clock) {
        this.registry = registry;
        this.publishTimer = publishTimer;
        this.clock = clock;
        this.outbox = new MicrometerOutboxMeters(registry);
        this.breakers = new MicrometerBreakerMeters(registry);
        this.deadLetters = new MicrometerDeadLetterMeters(registry);
        this.eventStore = new MicrometerEventStoreMeters(registry);
        this.projections = new MicrometerProjectionMeters(registry);
        this.cdc = new MicrometerCdcMeters(registry);
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
    public void published(String topic, String type, long nanos, @Nullable Throwable failure) {
        if (publishTimer == PublishTimer.OF_THE_OBSERVATION) {
            return;
        }
        String error = failure == null ? "none" : failure.getClass().getSimpleName();
        Key key = new Key(type, topic, error);
        Timer timer = publications.get(key);
        if (timer == null) {
            timer = Timer.builder(ObservedEventTracing.PUBLISH)
                    .description("From the call of the publisher to the outcome")
                    .tags("topic", topic, "type", type, "error", error)
                    .register(registry);
            publications.put(key, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handedOver(String topic, String group, long timestamp) {
        if (timestamp < 0) {
            return;
        }
        Key key = new Key("", topic, group);
        Timer timer = ages.get(key);
        if (timer == null) {
            timer = Timer.builder("kafka.consumer.lag")
                    .description("Age of a record when it is handed to its listener")
                    .tags("topic", topic, "group", group)
                    .register(registry);
            ages.put(key, timer);
        }
        // The timestamp is of another machine's clock, which may be ahead.
        timer.record(Math.max(0, clock.millis() - timestamp), TimeUnit.MILLISECONDS);
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

    @Override
    public void listenerBreaker(String listener, String group, boolean open) {
        breakers.changed(listener, group, open);
    }

    @Override
    public void idempotentPublication(IdempotentOutcome outcome) {
        count(
                "bookstore.events.idempotent.publications",
                "Calls that publish once per idempotency key, by their outcome",
                "",
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void unconfirmed() {
        count(
                "bookstore.events.idempotent.unconfirmed",
                "Published events whose idempotency key could not be confirmed",
                "",
                "",
                "");
    }

    @Override
    public void relayed(int events, long nanos) {
        outbox.relayed(events, nanos);
    }

    @Override
    public void outboxBacklog(long pending, long parked, long oldestAgeMillis) {
        outbox.backlog(pending, parked, oldestAgeMillis);
    }

    @Override
    public void parked(String topic) {
        count("bookstore.events.outbox.parked", "Events of the outbox that Kafka refused for good", topic, "", "");
    }

    @Override
    public void appended(AppendOutcome outcome, int events, long nanos) {
        eventStore.appended(outcome, events, nanos);
    }

    @Override
    public void eventStoreStalled(long ageMillis) {
        eventStore.stalled(ageMillis);
    }

    @Override
    public void commandRetried(String streamType) {
        eventStore.commandRetried(streamType);
    }

    @Override
    public void snapshot(String streamType, SnapshotOutcome outcome) {
        eventStore.snapshot(streamType, outcome);
    }

    @Override
    public void projected(String projection, int events, long nanos) {
        projections.projected(projection, events, nanos);
    }

    @Override
    public void projectionFailed(String projection) {
        projections.failed(projection);
    }

    @Override
    public void projectionLag(String projection, long positions, long ageMillis, boolean stopped) {
        projections.lag(projection, positions, ageMillis, stopped);
    }

    @Override
    public void changePublished(String table, String operation, int events, long lagMillis) {
        cdc.published(table, operation, events, lagMillis);
    }

    @Override
    public void changeSkipped(String table, SkipReason reason) {
        cdc.skipped(table, reason);
    }

    @Override
    public void changeFailed(String table, String reason) {
        cdc.failed(table, reason);
    }

    @Override
    public void connectorAlive() {
        cdc.alive();
    }

    @Override
    public void changeSeen(String table, long position, boolean snapshot) {
        cdc.seen(table, position, snapshot);
    }

    @Override
    public void deadLetters(String status, long count) {
        deadLetters.counted(status, count);
    }

    @Override
    public void deadLettersClosed(DeadLetterOutcome outcome, int count) {
        deadLetters.closed(outcome, count);
    }

    private void count(String name, String description, String topic, String tag, String value) {
        Key key = new Key(name, topic, value);
        Counter counter = counters.get(key);
        if (counter == null) {
            Counter.Builder builder = Counter.builder(name).description(description);
            if (!topic.isEmpty()) {
                builder.tag("topic", topic);
            }
            if (!tag.isEmpty()) {
                builder.tag(tag, value);
            }
            counter = builder.register(registry);
            counters.put(key, counter);
        }
        counter.increment();
    }

    /** Who makes the timer of publications: never both, or each would count twice. */
    enum PublishTimer {
        OF_THE_RECORDER,
        OF_THE_OBSERVATION
    }

    private record Key(String name, String topic, String value) {}
}
