package com.bookstore.shop;

import com.bookstore.events.test.published.PublishedEvents;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.context.TestContextManager;

/** What Spring's extension does for a test class with one method. */
record TestRun<T extends TestRun.Parts>(TestContextManager manager, T test) {

    static <T extends Parts> TestRun<T> start(Class<T> testClass) throws Exception {
        TestRun<T> run = of(testClass);
        run.begin();
        return run;
    }

    static <T extends Parts> TestRun<T> of(Class<T> testClass) throws Exception {
        return new TestRun<>(
                new TestContextManager(testClass),
                testClass.getDeclaredConstructor().newInstance());
    }

    void begin() throws Exception {
        manager.beforeTestClass();
        manager.prepareTestInstance(test);
        manager.beforeTestMethod(test, Object.class.getMethod("toString"));
    }

    void end() throws Exception {
        manager.afterTestMethod(test, Object.class.getMethod("toString"), null);
        manager.afterTestClass();
    }

    /** What tests of the shop look at. */
    static class Parts {
        @Autowired
        Catalogue books;

        @Autowired
        Shelf shelf;

        @Autowired
        PublishedEvents published;

        @Autowired
        KafkaListenerEndpointRegistry registry;

        @Value("${spring.kafka.bootstrap-servers}")
        String servers;

        MessageListenerContainer container(String group) {
            return registry.getListenerContainers().stream()
                    .filter(each -> group.equals(each.getGroupId()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
