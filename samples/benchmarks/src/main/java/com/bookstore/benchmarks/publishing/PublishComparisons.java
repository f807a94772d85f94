package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

/**
 * The typed publisher against what a service would use in its place, with the same producer settings. The others get keys,
 * ids and timestamps ready made, and the raw producer also the bytes; ours makes them.
 */
public final class PublishComparisons {

    private PublishComparisons() {}

    /**
     * Compares with the raw producer sending the same bytes.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison raw(String bootstrapServers, int events) {
        BenchmarkService service = BenchmarkService.start(bootstrapServers);
        Producer<String, byte[]> producer =
                new KafkaProducer<>(service.producerSettings(), new StringSerializer(), new ByteArraySerializer());
        Publication send = book -> producer.send(book.toRecord());
        return against("KafkaProducer, bytes ready", send, producer::close, service, events);
    }

    /**
     * Compares with the raw producer and the starter's serialiser.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison serialiser(String bootstrapServers, int events) {
        BenchmarkService service = BenchmarkService.start(bootstrapServers);
        Producer<String, Object> producer = new KafkaProducer<>(
                service.producerSettings(), new StringSerializer(), service.bean(EventSerializer.class));
        Publication send = book -> producer.send(new ProducerRecord<>(BookTopic.NAME, book.key(), book.envelope()));
        return against("KafkaProducer + EventSerializer", send, producer::close, service, events);
    }

    /**
     * Compares with Spring's template and JSON serialiser.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison template(String bootstrapServers, int events) {
        BenchmarkService service = BenchmarkService.start(bootstrapServers);
        JacksonJsonSerializer<PlainBookCreated> json = new JacksonJsonSerializer<>();
        json.configure(
                Map.of(JacksonJsonSerializer.TYPE_MAPPINGS, "bookCreated:" + PlainBookCreated.class.getName()), false);
        DefaultKafkaProducerFactory<String, PlainBookCreated> factory =
                new DefaultKafkaProducerFactory<>(service.producerSettings(), new StringSerializer(), json);
        KafkaTemplate<String, PlainBookCreated> template = new KafkaTemplate<>(factory);
        Publication send = book -> template.send(BookTopic.NAME, book.key(), book.plain());
        return against("KafkaTemplate + JacksonJsonSerializer", send, factory::destroy, service, events);
    }

    private static Comparison against(
            String name, Publication send, Runnable close, BenchmarkService service, int events) {
        EventPublisher publisher = service.bean(EventPublisher.class);
        Publication typed = (Book book) -> publisher.publish(book.event());
        return new Comparison(
                new PublishContender("EventPublisher", typed, service, events),
                new PublishContender(name, send, service, events),
                Map.of(
                        "event",
                        service.books().averageBytes() + " bytes",
                        "producer settings",
                        BenchmarkService.text(service.producerSettings())),
                () -> {
                    close.run();
                    service.close();
                });
    }
}
