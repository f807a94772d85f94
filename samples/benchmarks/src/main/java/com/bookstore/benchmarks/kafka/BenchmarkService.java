package com.bookstore.benchmarks.kafka;

import com.bookstore.events.json.EventSerializer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** A service on the starter, configured with its name, the broker and what a row needs; and the events it works with. */
public final class BenchmarkService implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Books books;
    private final BookTopic topic;

    private BenchmarkService(ConfigurableApplicationContext context, String bootstrapServers) {
        this.context = context;
        this.books = new Books(context.getBean(EventSerializer.class));
        this.topic = new BookTopic(bootstrapServers, books);
        topic.clear();
    }

    /**
     * Starts the service; its topics are there and empty.
     *
     * @param bootstrapServers where the broker is
     * @param beans further classes that become beans
     * @return the service, to be closed by the caller
     */
    public static BenchmarkService start(String bootstrapServers, Class<?>... beans) {
        return start(bootstrapServers, Map.of(), beans);
    }

    /**
     * Starts the service with further settings; its topics are there and empty.
     *
     * @param bootstrapServers where the broker is
     * @param settings properties of the service; without a database's address it has no database
     * @param beans further classes that become beans
     * @return the service, to be closed by the caller
     */
    public static BenchmarkService start(String bootstrapServers, Map<String, String> settings, Class<?>... beans) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("spring.application.name", "book-service");
        properties.put("spring.kafka.admin.fail-fast", "true");
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers);
        String others = AutoConfigurations.in(AutoConfigurations.NAMASTACK, AutoConfigurations.MODULITH);
        boolean database = settings.containsKey("spring.datasource.url");
        properties.put(
                "spring.autoconfigure.exclude",
                database ? others : others + "," + DataSourceAutoConfiguration.class.getName());
        SpringApplication application = new SpringApplicationBuilder(Configuration.class)
                .sources(beans)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .build();
        return new BenchmarkService(application.run(), bootstrapServers);
    }

    /**
     * Returns a bean of the service.
     *
     * @param type its type
     * @param <T> its type
     * @return the bean
     */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /**
     * Returns a bean of the service.
     *
     * @param name its name
     * @param type its type
     * @param <T> its type
     * @return the bean
     */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /**
     * Returns the events.
     *
     * @return the events
     */
    public Books books() {
        return books;
    }

    /**
     * Returns the topic they are on.
     *
     * @return the topic
     */
    public BookTopic topic() {
        return topic;
    }

    /**
     * Writes the events of a round to the topic.
     *
     * @param events how many events the round has
     */
    public void fillTopic(int events) {
        fillTopic(events, Book::toRecord);
    }

    /**
     * Writes the events of a round to the topic, each under an id that no other has.
     *
     * @param events how many events the round has
     * @param ids their ids
     */
    public void fillTopic(int events, Supplier<String> ids) {
        fillTopic(events, book -> book.toRecord(ids.get()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the topic is verified
    private void fillTopic(int events, Function<Book, ProducerRecord<String, byte[]>> form) {
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(producerSettings(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                producer.send(form.apply(books.get(i)));
            }
        }
        topic.verify(events);
    }

    /**
     * Returns the settings of the starter's producer, for other producers.
     *
     * @return a copy, without serialisers
     */
    public Map<String, Object> producerSettings() {
        ProducerFactory<?, ?> factory = context.getBean("eventProducerFactory", ProducerFactory.class);
        return without("serializer", factory.getConfigurationProperties());
    }

    /**
     * Returns the settings of the starter's consumers, for other consumers.
     *
     * @return a copy, without deserialisers
     */
    public Map<String, Object> consumerSettings() {
        ConsumerFactory<?, ?> factory = context.getBean("eventConsumerFactory", ConsumerFactory.class);
        return without("deserializer", factory.getConfigurationProperties());
    }

    private static Map<String, Object> without(String suffix, Map<String, Object> settings) {
        Map<String, Object> rest = new HashMap<>(settings);
        rest.keySet().removeIf(name -> name.endsWith("." + suffix));
        return rest;
    }

    /**
     * Writes settings for a reader.
     *
     * @param settings names and values
     * @return them in order
     */
    public static String text(Map<String, Object> settings) {
        return new TreeMap<>(settings).toString();
    }

    @Override
    public void close() {
        try (context) {
            topic.close();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configuration {}
}
