package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.publishing.PublishedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowingConsumer;

/**
 * Asserts that there is an event of a type with all the properties named so far.
 *
 * @param <E> the event's type
 */
public final class EventAssert<E extends DomainEvent> extends RecordAssert<EventAssert<E>> {

    private final Class<E> type;

    EventAssert(PublishedEvents published, Duration timeout, Class<E> type) {
        super(
                published,
                timeout,
                "an event " + type.getSimpleName(),
                each -> !each.isDeadLetter() && each.event(type) != null);
        this.type = type;
    }

    /**
     * Asserts on the event.
     *
     * @param predicate what holds for it
     * @return these assertions
     */
    public EventAssert<E> matching(Predicate<? super E> predicate) {
        return narrow("that matches the given predicate", published -> predicate.test(event(published)));
    }

    /**
     * Asserts on the event with assertions of its own.
     *
     * @param assertions what is asserted of it
     * @return these assertions
     */
    public EventAssert<E> satisfying(ThrowingConsumer<? super E> assertions) {
        List<String> problems = new ArrayList<>();
        return narrow(
                "that satisfies the given assertions",
                published -> {
                    try {
                        assertions.accept(event(published));
                        return true;
                    } catch (AssertionError | RuntimeException problem) {
                        String line = "%s:%n    %s".formatted(published, message(problem));
                        if (!problems.contains(line)) {
                            problems.add(line);
                        }
                        return false;
                    }
                },
                problems);
    }

    /**
     * Asserts that the event equals another one.
     *
     * @param expected the other one
     * @return these assertions
     */
    public EventAssert<E> equalTo(E expected) {
        return narrow("equal to " + expected, published -> expected.equals(published.event(type)));
    }

    /**
     * Asserts on the business process that the event belongs to.
     *
     * @param correlationId the expected correlation id
     * @return these assertions
     */
    public EventAssert<E> withCorrelationId(String correlationId) {
        return narrow(
                "with correlation id " + Failures.quoted(correlationId),
                published -> correlationId.equals(metadata(published).correlationId()));
    }

    /**
     * Asserts that the event was published while another one was handled.
     *
     * @param eventId the id of the other event
     * @return these assertions
     */
    public EventAssert<E> causedBy(String eventId) {
        return narrow(
                "caused by event " + Failures.quoted(eventId),
                published -> eventId.equals(metadata(published).causationId()));
    }

    /**
     * Asserts that the event was published while another one was handled.
     *
     * @param cause what became of the other event when it was published
     * @return these assertions
     */
    public EventAssert<E> causedBy(PublishedEvent cause) {
        return causedBy(cause.metadata().eventId());
    }

    /**
     * Asserts that the event was published by a service.
     *
     * @param source the service's source, by default its {@code spring.application.name}
     * @return these assertions
     */
    public EventAssert<E> from(String source) {
        return narrow(
                "from " + Failures.quoted(source),
                published -> source.equals(metadata(published).source()));
    }

    /**
     * Returns the first event that fits.
     *
     * @return the event
     */
    public E event() {
        return event(first());
    }

    /**
     * Returns the metadata of the first event that fits.
     *
     * @return the metadata
     */
    public EventMetadata metadata() {
        return metadata(first());
    }

    /** An assertion says what is wrong, any other failure also needs its name: the event may lack what was looked into. */
    private static String message(Throwable problem) {
        return problem instanceof AssertionError
                ? String.valueOf(problem.getMessage()).strip()
                : problem.toString();
    }

    private E event(PublishedRecord published) {
        return Objects.requireNonNull(published.event(type));
    }

    private static EventMetadata metadata(PublishedRecord published) {
        EventEnvelope<?> envelope = Objects.requireNonNull(published.envelope());
        return envelope.metadata();
    }

    @Override
    EventAssert<E> self() {
        return this;
    }
}
