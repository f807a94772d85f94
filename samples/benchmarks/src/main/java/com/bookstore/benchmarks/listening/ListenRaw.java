package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Comparison;
import java.util.Map;
import java.util.TreeMap;

/** The typed listener against a loop of one's own, with as many threads and the same consumer settings. */
public final class ListenRaw {

    private static final String GROUP = "raw";

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
        ContainerListening container = ContainerListening.of(service, TypedListener.ID);
        RawHandler handler = new RawHandler();
        RawConsumers raw = new RawConsumers(service.consumerSettings(), GROUP, container.threads(), handler);
        Map<String, String> settings = new TreeMap<>();
        settings.put("consumer settings", BenchmarkService.text(service.consumerSettings()));
        settings.put("event", service.books().averageBytes() + " bytes");
        settings.put("consumer threads", Integer.toString(container.threads()));
        return new Comparison(
                new ListenContender(
                        "@KafkaListener on(BookCreatedEvent)",
                        TypedListener.ID,
                        container,
                        typed.tally(),
                        service,
                        events),
                new ListenContender("poll, parse, commit", GROUP, raw, handler.tally(), service, events),
                settings,
                service::close);
    }
}
