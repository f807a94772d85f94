package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.listening.ContainerListening;
import com.bookstore.benchmarks.measuring.Comparison;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Captured changes, translated and published, against a loop that parses them and sends events that are ready. */
public final class Cdc {

    private static final String CONTAINER = "bookstore-events-cdc";
    private static final String OURS = "cdc-processor";
    private static final String THEIRS = "cdc-by-hand";
    private static final int BATCH = 1_000;

    private Cdc() {}

    /**
     * Writes the changes of a round to their topic; each contender reads them in each round.
     *
     * @param bootstrapServers where the broker is
     * @param events how many changes a round has
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events) {
        BenchmarkService service = BenchmarkService.start(
                bootstrapServers, Map.of("spring.kafka.listener.auto-startup", "false"), CountingTranslator.class);
        ChangeTopics topics = new ChangeTopics(service, bootstrapServers, events);
        HandCdc byHand = new HandCdc(consumerSettings(service), producerSettings(service), topics);
        Map<String, String> settings = new TreeMap<>();
        settings.put("change", topics.averageBytes() + " bytes, without schema");
        settings.put("consumer settings by hand", BenchmarkService.text(consumerSettings(service)));
        settings.put("producer settings by hand", BenchmarkService.text(producerSettings(service)));
        return new Comparison(
                new CdcContender(
                        "ChangeTranslator, publishing=direct",
                        OURS,
                        ContainerListening.of(service, CONTAINER),
                        service.bean(CountingTranslator.class).tally(),
                        topics),
                new CdcContender("poll, parse, send, flush, commit", THEIRS, byHand, byHand.tally(), topics),
                settings,
                () -> {
                    topics.close();
                    service.close();
                });
    }

    /** Those of the starter's own consumer of changes. */
    private static Map<String, Object> consumerSettings(BenchmarkService service) {
        Map<String, Object> settings = new HashMap<>(service.consumerSettings());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, THEIRS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        return settings;
    }

    /** Those of the starter's own producer of captured changes. */
    private static Map<String, Object> producerSettings(BenchmarkService service) {
        Map<String, Object> settings = new HashMap<>(service.producerSettings());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }
}
