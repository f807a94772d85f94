package com.bookstore.events.publishing;

/** Puts something in front of the publisher. */
@FunctionalInterface
interface EventPublisherDecorator {

    DirectEventPublisher decorate(DirectEventPublisher publisher);
}
