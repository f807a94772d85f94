package com.bookstore.events.test.published;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Has {@link PublishedEvents} start over before each test method, before the class's own methods for this are called. */
final class PublishedEventsTestExecutionListener implements TestExecutionListener, Ordered {

    /** Behind Spring's own that prepare the test, and behind the one that prepares the broker. */
    static final int ORDER = 8_000;

    @Override
    public void beforeTestMethod(TestContext context) {
        if (context.hasApplicationContext()) {
            context.getApplicationContext()
                    .getBeanProvider(PublishedEvents.class)
                    .ifAvailable(PublishedEvents::startOver);
        }
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
