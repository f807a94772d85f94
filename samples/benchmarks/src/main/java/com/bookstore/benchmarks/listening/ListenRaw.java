package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Comparison;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.util.Assert;

/** The typed listener against a loop of one's own, with as many threads and the same consumer settings. */
public final class ListenRaw {

    private ListenRaw() {}

    /**
     * Writes the events of a round to the topic; each contender reads them in each round.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events) {
        BenchmarkService service = BenchmarkService.start(bootstrapServers, TypedListener.class);
        service.fillTopic(events);
        TypedListener typed = service.bean(TypedListener.class);
        ConcurrentMessageListenerContainer<?, ?> container = container(service);
        RawConsumers raw = new RawConsumers(service.consumerSettings(), container.getConcurrency());
        Map<String, String> settings = new TreeMap<>();
        settings.put("consumer settings", BenchmarkService.text(service.consumerSettings()));
        settings.put("event", service.books().averageBytes() + " bytes");
        settings.put("consumer threads", Integer.toString(container.getConcurrency()));
        return new Comparison(
                new ListenContender(
                        "@KafkaListener on(BookCreatedEvent)",
                        TypedListener.ID,
                        new ContainerListening(container),
                        typed.tally(),
                        service,
                        events),
                new ListenContender("poll, parse, commit", RawConsumers.GROUP, raw, raw.tally(), service, events),
                settings,
                service::close);
    }

    private static ConcurrentMessageListenerContainer<?, ?> container(BenchmarkService service) {
        Object container = service.bean(KafkaListenerEndpointRegistry.class).getListenerContainer(TypedListener.ID);
        Assert.isInstanceOf(ConcurrentMessageListenerContainer.class, container);
        return (ConcurrentMessageListenerContainer<?, ?>) container;
    }

    private record ContainerListening(ConcurrentMessageListenerContainer<?, ?> container) implements Listening {

        @Override
        public void start() {
            container.start();
        }

        @Override
        public void stop() {
            container.stop();
        }
    }
}
