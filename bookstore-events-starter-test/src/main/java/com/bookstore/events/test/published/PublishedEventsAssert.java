package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.publishing.PublishedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Assertions on what was published since the start of the test method.
 *
 * <p>What is expected to be there is waited for. What is expected not to be there is looked for up to the ends of all topics
 * at the time of the call, after the service's producer has sent what it held back: await first that the listeners have
 * handled what could lead to it, with {@link RecordAssert#handledBy(String)}.
 */
public final class PublishedEventsAssert {

    private final PublishedEvents published;
    private Duration timeout;

    PublishedEventsAssert(PublishedEvents published) {
        this.published = published;
        this.timeout = published.timeout();
    }

    /**
     * Sets how long the following assertions wait at most.
     *
     * @param longest the time-out
     * @return these assertions
     */
    public PublishedEventsAssert within(Duration longest) {
        this.timeout = longest;
        return this;
    }

    /**
     * Asserts that an event of a type was published.
     *
     * @param type the event's class, or one it extends or implements
     * @param <E> the type
     * @return assertions that say more of it
     */
    public <E extends DomainEvent> EventAssert<E> contains(Class<E> type) {
        return new EventAssert<>(published, timeout, type);
    }

    /**
     * Asserts that the record of a published event is on its topic.
     *
     * @param sent what became of the event
     * @return assertions that say more of it
     */
    public RecordAssert<?> contains(PublishedEvent sent) {
        if (!(sent instanceof PublishedEvent.Sent at)) {
            throw new IllegalArgumentException("Only an event that was sent can be looked for; got " + sent);
        }
        return at(at.topic(), at.partition(), at.offset());
    }

    /**
     * Asserts that a record that a producer sent is on its topic.
     *
     * @param sent what the producer was told
     * @return assertions that say more of it
     */
    public RecordAssert<?> contains(RecordMetadata sent) {
        return at(sent.topic(), sent.partition(), sent.offset());
    }

    private RecordAssert<?> at(String topic, int partition, long offset) {
        return new RecordAssert.OfAnything(
                published,
                timeout,
                "a record %s-%d@%d".formatted(topic, partition, offset),
                each -> each.topic().equals(topic) && each.partition() == partition && each.offset() == offset);
    }

    /**
     * Waits until an event is published, and asserts that its record is on its topic.
     *
     * @param sending the future that the publisher returned
     * @return assertions that say more of it
     */
    public RecordAssert<?> contains(CompletableFuture<PublishedEvent> sending) {
        return contains(sending.join());
    }

    /**
     * Asserts that no event of a type is there by now; dead letters are left out.
     *
     * @param type the event's class, or one it extends or implements
     * @return these assertions
     */
    public PublishedEventsAssert doesNotContain(Class<? extends DomainEvent> type) {
        return none("no event " + type.getSimpleName(), each -> !each.isDeadLetter() && each.event(type) != null);
    }

    /**
     * Asserts that no event of a type that matches is there by now; dead letters are left out.
     *
     * @param type the event's class, or one it extends or implements
     * @param predicate what holds for the unwanted event
     * @param <E> the type
     * @return these assertions
     */
    public <E extends DomainEvent> PublishedEventsAssert doesNotContain(Class<E> type, Predicate<? super E> predicate) {
        return none(
                "no event %s that matches the given predicate".formatted(type.getSimpleName()),
                each -> !each.isDeadLetter()
                        && each.event(type) != null
                        && predicate.test(Objects.requireNonNull(each.event(type))));
    }

    /**
     * Asserts that nothing is there by now, dead letters included.
     *
     * @return these assertions
     */
    public PublishedEventsAssert isEmpty() {
        return none("nothing", each -> true);
    }

    /**
     * Asserts how many records there are, dead letters left out: waits until there are so many, then looks whether there are
     * more by now.
     *
     * @param count how many
     * @return these assertions
     */
    public PublishedEventsAssert hasSize(int count) {
        published.await(timeout, all -> size(all) >= count);
        List<PublishedRecord> all = published.records();
        if (size(all) != count) {
            throw new AssertionError(
                    "Expecting %d records, but there are %d.%n%s".formatted(count, size(all), Failures.list(all)));
        }
        return this;
    }

    private static long size(List<PublishedRecord> all) {
        return all.stream().filter(each -> !each.isDeadLetter()).count();
    }

    /**
     * Narrows the view to the events of one key, which have an order.
     *
     * @param key the key
     * @return assertions on them
     */
    public KeyAssert forKey(String key) {
        return new KeyAssert(published, timeout, key);
    }

    /**
     * Asserts that there is a dead letter.
     *
     * @return assertions that say more of it
     */
    public DeadLetterAssert containsDeadLetter() {
        return new DeadLetterAssert(published, timeout);
    }

    /**
     * Asserts that no dead letter is there by now.
     *
     * @return these assertions
     */
    public PublishedEventsAssert doesNotContainDeadLetters() {
        return none("no dead letter", PublishedRecord::isDeadLetter);
    }

    /**
     * Asserts that there is an event of a type that this service has no class for.
     *
     * @param type the type's name on the wire
     * @return assertions that say more of it
     */
    public RecordAssert<?> containsUnknown(String type) {
        return new RecordAssert.OfAnything(
                published,
                timeout,
                "an event of the unknown type " + Failures.quoted(type),
                each -> !each.isDeadLetter() && type.equals(each.unknownType()));
    }

    /**
     * Asserts that there is a record whose value is no event.
     *
     * @return assertions that say more of it
     */
    public RecordAssert<?> containsMalformed() {
        return new RecordAssert.OfAnything(
                published,
                timeout,
                "a record that is no event",
                each -> !each.isDeadLetter() && each.malformation() != null);
    }

    private PublishedEventsAssert none(String expectation, Predicate<PublishedRecord> unwanted) {
        List<PublishedRecord> all = published.records();
        if (all.stream().anyMatch(unwanted)) {
            throw new AssertionError("Expecting %s to be published.%n%s".formatted(expectation, Failures.list(all)));
        }
        return this;
    }
}
