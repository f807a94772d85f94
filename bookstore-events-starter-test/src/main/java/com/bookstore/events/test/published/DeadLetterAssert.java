package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import java.time.Duration;
import org.springframework.kafka.support.KafkaHeaders;

/** Asserts that there is a dead letter with all the properties named so far. */
public final class DeadLetterAssert extends RecordAssert<DeadLetterAssert> {

    DeadLetterAssert(PublishedEvents published, Duration timeout) {
        super(published, timeout, "a dead letter", PublishedRecord::isDeadLetter);
    }

    /**
     * Asserts on the type of the event that could not be handled.
     *
     * @param type the event's class, or one it extends or implements
     * @return these assertions
     */
    public DeadLetterAssert of(Class<? extends DomainEvent> type) {
        return narrow("of an event " + type.getSimpleName(), published -> published.event(type) != null);
    }

    /**
     * Asserts which consumer group could not handle the record.
     *
     * @param group the consumer group
     * @return these assertions
     */
    public DeadLetterAssert ofGroup(String group) {
        return withHeader(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, group);
    }

    /**
     * Asserts where the record came from.
     *
     * @param topic the topic's physical name
     * @return these assertions
     */
    public DeadLetterAssert fromTopic(String topic) {
        return withHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC, topic);
    }

    /**
     * Asserts on the cause of the death.
     *
     * @param exception the exact class of the exception that the listener threw, or that reading the record led to
     * @return these assertions
     */
    public DeadLetterAssert withException(Class<? extends Throwable> exception) {
        return withHeader(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, exception.getName());
    }

    @Override
    DeadLetterAssert self() {
        return this;
    }
}
