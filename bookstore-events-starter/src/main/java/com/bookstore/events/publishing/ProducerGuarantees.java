package com.bookstore.events.publishing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer settings the promises rest on: set where the application set nothing, checked where it did. */
final class ProducerGuarantees {

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int MAX_IN_FLIGHT = 5;

    /**
     * With more, a partition whose leader is just being elected can take a producer's second batch for its first; the first
     * is then refused until it expires. Batches of 64 KiB make up for it.
     */
    private static final int IN_FLIGHT = 1;

    private ProducerGuarantees() {}

    /**
     * Completes what the application configured.
     *
     * @return the settings it left open
     * @throws WeakenedGuaranteeException if the application set something that breaks a promise and may not
     */
    static Map<String, Object> complete(
            Map<String, Object> configured, Duration maxBlock, Duration deliveryTimeout, boolean allowWeaker) {
        Map<String, Object> config = new HashMap<>(configured);
        List<String> weaker = weaker(config);
        if (weaker.isEmpty()) {
            config.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
            config.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        } else if (allowWeaker) {
            config.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        } else {
            throw new WeakenedGuaranteeException(weaker);
        }
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "snappy");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMillis());
        completeTimeouts(config, deliveryTimeout.toMillis());
        config.keySet().removeAll(configured.keySet());
        return config;
    }

    /** The client refuses a delivery timeout shorter than linger and request timeout together. */
    private static void completeTimeouts(Map<String, Object> config, long deliveryTimeout) {
        long linger = number(config, ProducerConfig.LINGER_MS_CONFIG);
        if (config.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            long request = number(config, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
            long delivery = Math.min(Integer.MAX_VALUE, Math.max(deliveryTimeout, linger + request));
            config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery));
            return;
        }
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(deliveryTimeout));
        long delivery = number(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        long request = Math.max(1, Math.min(REQUEST_TIMEOUT_MILLIS, delivery - linger));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(request));
    }

    private static List<String> weaker(Map<String, Object> config) {
        List<String> weaker = new ArrayList<>();
        Object acks = config.get(ProducerConfig.ACKS_CONFIG);
        if (acks != null && !"all".equals(acks.toString()) && !"-1".equals(acks.toString())) {
            weaker.add("acks=" + acks + " (an acknowledged event can be lost with one broker)");
        }
        Object idempotence = config.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        if (idempotence != null && !Boolean.parseBoolean(idempotence.toString())) {
            weaker.add("enable.idempotence=" + idempotence + " (the client's retries repeat and reorder events)");
        }
        if (config.containsKey(ProducerConfig.RETRIES_CONFIG) && number(config, ProducerConfig.RETRIES_CONFIG) == 0) {
            weaker.add("retries=0 (a moment without a leader fails events, and idempotence needs retries)");
        }
        if (config.containsKey(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)
                && number(config, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) > MAX_IN_FLIGHT) {
            weaker.add("max.in.flight.requests.per.connection above 5 (idempotence does not work beyond)");
        }
        return weaker;
    }

    private static long number(Map<String, Object> config, String name) {
        return Long.parseLong(String.valueOf(config.get(name)).trim());
    }
}
