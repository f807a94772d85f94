package com.bookstore.events.publishing;

/** Puts something in front of the publisher. */
@FunctionalInterface
interface EventPublisherDecorator {

    EventPublisher decorate(EventPublisher publisher);
}
