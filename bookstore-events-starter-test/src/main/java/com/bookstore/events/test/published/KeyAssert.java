package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Asserts on all events of one key, in the order in which they are on their topic. */
public final class KeyAssert {

    private final PublishedEvents published;
    private final Duration timeout;
    private final String key;

    KeyAssert(PublishedEvents published, Duration timeout, String key) {
        this.published = published;
        this.timeout = timeout;
        this.key = key;
    }

    /**
     * Asserts that these are the key's events in this order, and that there are no others: waits until there are so many,
     * then looks whether there are more by now. Events of one key on several topics have no order among them.
     *
     * @param expected the events
     * @return these assertions
     */
    public KeyAssert containsExactly(DomainEvent... expected) {
        List<DomainEvent> found = await(expected.length);
        return check(found.equals(List.of(expected)), List.of(expected));
    }

    /**
     * Asserts that the key's events are of these types in this order, and that there are no others.
     *
     * @param expected the classes of the events
     * @return these assertions
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final KeyAssert containsExactly(Class<? extends DomainEvent>... expected) {
        List<? extends Class<?>> found =
                await(expected.length).stream().map(DomainEvent::getClass).toList();
        return check(
                found.equals(List.of(expected)),
                List.of(expected).stream().map(Class::getSimpleName).toList());
    }

    private KeyAssert check(boolean holds, List<?> expected) {
        if (!holds) {
            throw new AssertionError("Expecting the events of key %s to be exactly, in this order:%n  %s%n%s"
                    .formatted(Failures.quoted(key), expected, Failures.list(published.records())));
        }
        return this;
    }

    private List<DomainEvent> await(int count) {
        published.await(timeout, all -> events(all).size() >= count);
        return events(published.records());
    }

    private List<DomainEvent> events(List<PublishedRecord> all) {
        return all.stream()
                .filter(each -> !each.isDeadLetter() && key.equals(each.key()))
                .map(PublishedRecord::envelope)
                .filter(Objects::nonNull)
                .<DomainEvent>map(EventEnvelope::event)
                .toList();
    }
}
