package com.bookstore.events.test;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes to topics what the service's own publisher would not: duplicates, records that are no events, records of services
 * that are not on the starter. Each method returns when the broker has the record. A bean where there is
 * {@code @EmbeddedEventBroker}. Thread-safe.
 */
public final class EventInjector implements AutoCloseable {

    private static final String TYPE = "__TypeId__";
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;
    private static final int ANSWER_SECONDS = 60;

    private final KafkaProducer<byte[], byte[]> producer;

    private EventInjector(Map<String, Object> clientProperties) {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.putIfAbsent("max.request.size", LARGEST_REQUEST);
        config.put("linger.ms", 0);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Connects to a broker.
     *
     * @param clientProperties how a Kafka client connects, at least {@code bootstrap.servers}
     * @return the injector, to be closed
     */
    public static EventInjector on(Map<String, Object> clientProperties) {
        return new EventInjector(clientProperties);
    }

    /**
     * Connects to a broker without security.
     *
     * @param bootstrapServers hosts and ports
     * @return the injector, to be closed
     */
    public static EventInjector on(String bootstrapServers) {
        return on(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Writes a record.
     *
     * @param unusual the record; the broker refuses one that is larger than the topic allows
     * @return where it is
     * @throws KafkaBrokerException if the broker does not take it
     */
    public RecordMetadata send(ProducerRecord<byte[], byte @Nullable []> unusual) {
        try {
            return producer.send(unusual).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw KafkaBrokerException.failed("A record for topic " + unusual.topic(), "sent", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw KafkaBrokerException.failed("A record for topic " + unusual.topic(), "sent", interruption);
        }
    }

    /**
     * Writes a value that is no event.
     *
     * @param topic the topic's physical name
     * @param key the key
     * @param poison the value
     * @return where it is
     */
    public RecordMetadata poison(String topic, String key, PoisonValue poison) {
        return send(new ProducerRecord<>(topic, bytes(key), poison.bytes()));
    }

    /**
     * Writes an event as services do that publish with spring-kafka's {@code JsonSerializer}: the class is named in the
     * header, the timestamp is an array of local time in UTC.
     *
     * @param topic the topic's physical name
     * @param key the key
     * @param className the header {@code __TypeId__}, for example {@code com.bookstore.event.BookCreatedEvent}
     * @param type the body's {@code type}, for example {@code bookCreated}
     * @param fields the business fields by name: texts, numbers, booleans, lists, maps
     * @return where it is
     */
    public RecordMetadata classic(String topic, String key, String className, String type, Map<String, ?> fields) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("eventId", UUID.randomUUID().toString());
        body.put(
                "timestamp",
                List.of(
                        now.getYear(),
                        now.getMonthValue(),
                        now.getDayOfMonth(),
                        now.getHour(),
                        now.getMinute(),
                        now.getSecond(),
                        now.get(ChronoField.NANO_OF_SECOND)));
        body.put("source", "classic-service");
        body.put("version", "1.0");
        body.put("correlationId", UUID.randomUUID().toString());
        body.putAll(fields);
        byte[] value = JsonMapper.shared().writeValueAsBytes(body);
        return send(new ProducerRecord<>(
                topic, null, bytes(key), value, List.of(new RecordHeader(TYPE, bytes(className)))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Closes the producer. */
    @Override
    public void close() {
        producer.close();
    }
}
