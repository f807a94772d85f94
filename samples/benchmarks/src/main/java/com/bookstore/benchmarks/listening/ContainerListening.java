package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.util.Assert;

/**
 * The consumers of a listener of the service.
 *
 * @param container Spring's container of it
 */
public record ContainerListening(ConcurrentMessageListenerContainer<?, ?> container) implements Listening {

    /**
     * Finds a listener.
     *
     * @param service the service
     * @param id the listener's id
     * @return its consumers
     */
    public static ContainerListening of(BenchmarkService service, String id) {
        Object container = service.bean(KafkaListenerEndpointRegistry.class).getListenerContainer(id);
        Assert.isInstanceOf(ConcurrentMessageListenerContainer.class, container);
        return new ContainerListening((ConcurrentMessageListenerContainer<?, ?>) container);
    }

    /**
     * Says how many consumers there are.
     *
     * @return their number
     */
    public int threads() {
        return container.getConcurrency();
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }
}
