package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * What was published since the start of the test method, on any topic, by whomever: read from the broker and turned into
 * events by the starter's own deserialiser. AssertJ's {@code assertThat} takes it.
 *
 * <pre>{@code
 * assertThat(published).contains(BookCreatedEvent.class).withKey("42").onTopic("book-events");
 * }</pre>
 *
 * <p>It sees what every thread and every context of the test's JVM publishes on the broker: tests that use it do not run
 * side by side in one JVM. Thread-safe.
 */
public final class PublishedEvents implements AssertProvider<PublishedEventsAssert>, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final RecordReader reader;
    private final Supplier<EventDeserializer> deserializer;
    private final @Nullable String deadLetterTopic;
    private final Runnable flush;
    private final @Nullable GroupProgress groups;
    private final @Nullable EventPublisher publisher;
    private final List<PublishedRecord> records = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(10);

    private PublishedEvents(
            RecordReader reader,
            Supplier<EventDeserializer> deserializer,
            @Nullable String deadLetterTopic,
            Runnable flush,
            @Nullable GroupProgress groups,
            @Nullable EventPublisher publisher) {
        this.reader = reader;
        this.deserializer = deserializer;
        this.deadLetterTopic = deadLetterTopic;
        this.flush = flush;
        this.groups = groups;
        this.publisher = publisher;
    }

    /**
     * Reads what is published on a broker from now on.
     *
     * @param clientProperties how a Kafka client connects, at least {@code bootstrap.servers}
     * @param deserializer the bean that reads events of the types that the service knows
     * @param deadLetterTopic the topic for dead letters; {@code null} if only their headers tell
     * @param flush sends what producers still hold back; called before it is asserted that something was not published
     * @return the events; to be closed
     */
    public static PublishedEvents reading(
            Map<String, Object> clientProperties,
            EventDeserializer deserializer,
            @Nullable String deadLetterTopic,
            Runnable flush) {
        PublishedEvents events = new PublishedEvents(
                new TopicReader(clientProperties),
                () -> deserializer,
                deadLetterTopic,
                flush,
                new GroupProgress(Admin.create(new HashMap<>(clientProperties))),
                null);
        events.startOver();
        return events;
    }

    /**
     * Records what a class under test publishes, without Spring and without a broker.
     *
     * @return the events, with a {@link #publisher()} to give to the class
     */
    public static PublishedEvents recording() {
        RecordedLog log = new RecordedLog();
        FakeService service = new FakeService(log);
        return recorded(log, service::deserializer, null, service);
    }

    static PublishedEvents recorded(
            RecordedLog log,
            Supplier<EventDeserializer> deserializer,
            @Nullable String deadLetterTopic,
            @Nullable EventPublisher publisher) {
        return new PublishedEvents(log, deserializer, deadLetterTopic, () -> {}, null, publisher);
    }

    /**
     * Returns the publisher of {@link #recording()}: the starter's own, which refuses what it refuses in a service, in front
     * of a producer that records. Its futures are complete when {@code publish} returns.
     *
     * @return the publisher
     * @throws IllegalStateException if there is a service, which has its own
     */
    public EventPublisher publisher() {
        if (publisher == null) {
            throw new IllegalStateException("The service publishes with its own EventPublisher: inject that bean");
        }
        return publisher;
    }

    /**
     * Has the next event that is published fail, without being recorded; each call adds one failure. What has not happened
     * at the end of a test method is forgotten.
     *
     * @param reason what happens: {@code BROKER_UNREACHABLE}, {@code REFUSED} or {@code OUTCOME_UNKNOWN}
     * @throws IllegalArgumentException for other reasons, which no broker is needed for
     * @throws IllegalStateException if there is a real broker
     */
    public void failNext(Reason reason) {
        if (!(reader instanceof RecordedLog log)) {
            throw new IllegalStateException(
                    "A real broker does not fail on demand; use @FakeEventBroker or a KafkaBroker");
        }
        if (reason == Reason.INVALID_EVENT || reason == Reason.CIRCUIT_OPEN) {
            throw new IllegalArgumentException(
                    reason + " is not of the broker's making: publish an event that is invalid,"
                            + " or let the broker be unreachable until the circuit breaker opens");
        }
        log.failNext(reason);
    }

    /** Forgets what was published so far. It is called before each test method. */
    public synchronized void startOver() {
        flush.run();
        records.clear();
        reader.skipToEnd();
    }

    /**
     * Sets how long assertions wait at most for what they expect.
     *
     * @param longest the time-out, by default 10 seconds
     */
    public synchronized void waitAtMost(Duration longest) {
        this.timeout = Objects.requireNonNull(longest, "longest");
    }

    synchronized Duration timeout() {
        return timeout;
    }

    /**
     * Returns everything that is there now, dead letters included, without waiting for more.
     *
     * @return the records, those of a partition in their order
     */
    public synchronized List<PublishedRecord> records() {
        flush.run();
        add(reader.readToEnd());
        return List.copyOf(records);
    }

    /**
     * Returns the events of a type that are there now, without waiting for more; dead letters are left out.
     *
     * @param type the event's class, or one it extends or implements
     * @param <E> the type
     * @return the events, those of a partition in their order
     */
    public <E extends DomainEvent> List<E> events(Class<E> type) {
        return records().stream()
                .filter(published -> !published.isDeadLetter())
                .map(published -> published.event(type))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Reads until the records are as expected, or the time is over; returns what there is either way. */
    synchronized List<PublishedRecord> await(Duration longest, Predicate<List<PublishedRecord>> expected) {
        long deadline = System.nanoTime() + longest.toNanos();
        add(reader.readToEnd());
        while (!expected.test(records) && System.nanoTime() < deadline) {
            add(reader.read(POLL));
        }
        return List.copyOf(records);
    }

    private void add(List<ConsumerRecord<byte[], byte @Nullable []>> found) {
        found.forEach(each -> records.add(new PublishedRecord(each, deserializer.get(), deadLetterTopic)));
    }

    GroupProgress groups() {
        if (groups == null) {
            throw new IllegalStateException(
                    "No consumer group handles anything here: there is no broker; use @EmbeddedEventBroker");
        }
        return groups;
    }

    /**
     * Returns the assertions; called by {@code Assertions.assertThat(published)}.
     *
     * @return the assertions
     */
    @Override
    public PublishedEventsAssert assertThat() {
        return new PublishedEventsAssert(this);
    }

    /** Closes the clients. */
    @Override
    public synchronized void close() {
        reader.close();
        if (groups != null) {
            groups.close();
        }
    }

    @Override
    public String toString() {
        return "published events";
    }
}
