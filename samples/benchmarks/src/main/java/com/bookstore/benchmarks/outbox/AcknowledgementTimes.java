package com.bookstore.benchmarks.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Notes, inside the producer, when the broker has acknowledged an event. Kafka makes it of the name of its class. */
public final class AcknowledgementTimes implements ProducerInterceptor<Object, Object> {

    private static final Map<String, Long> TIMES = new ConcurrentHashMap<>();
    private static final Pattern ID = Pattern.compile("\"eventId\":\"([^\"]+)\"");
    private static final String HEADER = "benchmark-id";

    /** Creates one. */
    public AcknowledgementTimes() {}

    static void clear() {
        TIMES.clear();
    }

    static @Nullable Long of(String eventId) {
        return TIMES.get(eventId);
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> sent) {
        if (sent.value() instanceof byte[] value) {
            Matcher id = ID.matcher(new String(value, StandardCharsets.UTF_8));
            if (id.find()) {
                sent.headers().add(HEADER, id.group(1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return sent;
    }

    @Override
    public void onAcknowledgement(
            @Nullable RecordMetadata metadata, @Nullable Exception failure, @Nullable Headers headers) {
        Header id = headers == null ? null : headers.lastHeader(HEADER);
        if (failure == null && id != null) {
            TIMES.putIfAbsent(new String(id.value(), StandardCharsets.UTF_8), System.nanoTime());
        }
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
