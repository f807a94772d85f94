package com.bookstore.events.test.embedded;

import com.bookstore.events.test.published.PublishedEvents;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Has tests wait for their listeners: for their partitions first, and before each method for what is left to handle. */
final class EmbeddedBrokerTestExecutionListener implements TestExecutionListener, Ordered {

    private static final int BEFORE_PUBLISHED_EVENTS = 7_990;

    @Override
    public void prepareTestInstance(TestContext context) {
        EmbeddedEventBroker annotation = annotation(context);
        if (annotation != null) {
            Duration timeout = DurationStyle.detectAndParse(annotation.timeout());
            groups(context).awaitAssignment(timeout);
            published(context).waitAtMost(timeout);
        }
    }

    @Override
    public void beforeTestMethod(TestContext context) {
        if (annotation(context) != null) {
            groups(context).settle();
        }
    }

    private static @Nullable EmbeddedEventBroker annotation(TestContext context) {
        return TestContextAnnotationUtils.findMergedAnnotation(context.getTestClass(), EmbeddedEventBroker.class);
    }

    private static ListenerGroups groups(TestContext context) {
        return context.getApplicationContext().getBean(ListenerGroups.class);
    }

    private static PublishedEvents published(TestContext context) {
        return context.getApplicationContext().getBean(PublishedEvents.class);
    }

    @Override
    public int getOrder() {
        return BEFORE_PUBLISHED_EVENTS;
    }
}
