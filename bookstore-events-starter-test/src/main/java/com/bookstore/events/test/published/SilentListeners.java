package com.bookstore.events.test.published;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Keeps listeners from being started, also those that ask for it themselves. */
final class SilentListeners implements SmartLifecycle {

    private final ListableBeanFactory beans;
    private volatile boolean running;

    SilentListeners(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void start() {
        beans.getBeansOfType(KafkaListenerEndpointRegistry.class, false, true)
                .values()
                .forEach(registry -> registry.getListenerContainers().forEach(SilentListeners::silence));
        beans.getBeansOfType(MessageListenerContainer.class, false, true)
                .values()
                .forEach(SilentListeners::silence);
        running = true;
    }

    private static void silence(MessageListenerContainer container) {
        container.setAutoStartup(false);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
