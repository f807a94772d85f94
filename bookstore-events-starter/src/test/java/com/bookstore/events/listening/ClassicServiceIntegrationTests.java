package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestBroker;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** A service that has configured Kafka by hand, as tutorials do, takes the starter on beside it. */
@ExtendWith(OutputCaptureExtension.class)
class ClassicServiceIntegrationTests {

    private static final String SUPPORT = "org.springframework.kafka.support.serializer.";

    @ParameterizedTest
    @ValueSource(strings = {"Json", "JacksonJson"})
    void bothWorldsWork(String json, CapturedOutput output) {
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "classic-" + json,
                "classic.json=" + SUPPORT + json,
                "classic.topic=classic-notes-" + json,
                "classic.events=classic-parcels-" + json,
                "bookstore.events.topics.parcels.name=classic-parcels-" + json)) {
            Listeners listeners = context.getBean(Listeners.class);

            template(context)
                    .send("classic-notes-" + json, "k", new Note("hello"))
                    .join();
            template(context)
                    .send("classic-notes-" + json, "k", new Note("fail"))
                    .join();
            context.getBean(EventPublisher.class).publish(new Parcel("p-1")).join();

            await().untilAsserted(() -> {
                assertThat(listeners.notes).contains(new Note("hello"));
                assertThat(context.getBean(Recovered.class).topics).containsExactly("classic-notes-" + json);
                assertThat(listeners.parcels).containsExactly("p-1 from classic-" + json);
            });
            assertThat(output).containsOnlyOnce("The application's own 'kafkaListenerContainerFactory'");
            assertThat(RawKafka.read("classic-notes-" + json, 2))
                    .allSatisfy(note -> assertThat(new String(note.value())).startsWith("{\"text\":"));
        }
    }

    @Test
    void ownTopicsAreCreatedBesideOurs() {
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "classic-topics",
                "classic.json=" + SUPPORT + "JacksonJson",
                "classic.topic=classic-own-topic",
                "classic.events=classic-own-parcels",
                "bookstore.events.topics.parcels.name=classic-own-parcels")) {
            await().untilAsserted(
                            () -> assertThat(RawKafka.topics()).contains("classic-own-topic", "classic-own-parcels"));
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, Object> template(ConfigurableApplicationContext context) {
        return (KafkaTemplate<String, Object>) context.getBean("kafkaTemplate");
    }

    record Note(String text) {}

    @EventType(name = "classicParcel", topic = "parcels")
    record Parcel(String id) implements DomainEvent {
        @Override
        public String key() {
            return id;
        }
    }

    static final class Recovered {
        final Queue<String> topics = new ConcurrentLinkedQueue<>();
    }

    static class Listeners {
        final Queue<Note> notes = new ConcurrentLinkedQueue<>();
        final Queue<String> parcels = new ConcurrentLinkedQueue<>();

        @KafkaListener(topics = "${classic.topic}", groupId = "classic-own")
        void on(Note note) {
            if (note.text().equals("fail")) {
                throw new IllegalStateException("no luck");
            }
            notes.add(note);
        }

        @KafkaListener(
                topics = "${classic.events}",
                groupId = "${classic.events}",
                containerFactory = "eventListenerContainerFactory")
        void on(Parcel parcel, EventMetadata metadata) {
            parcels.add(parcel.id() + " from " + metadata.source());
        }
    }

    @Configuration
    @EnableKafka
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {

        @Value("${classic.json}")
        String json;

        @Bean
        ProducerFactory<String, Object> producerFactory() throws ClassNotFoundException {
            return new DefaultKafkaProducerFactory<>(Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    TestBroker.bootstrapServers(),
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    StringSerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    Class.forName(json + "Serializer")));
        }

        @Bean
        KafkaTemplate<String, Object> kafkaTemplate() throws ClassNotFoundException {
            return new KafkaTemplate<>(producerFactory());
        }

        @Bean
        ConsumerFactory<String, Object> consumerFactory() throws ClassNotFoundException {
            return new DefaultKafkaConsumerFactory<>(Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    TestBroker.bootstrapServers(),
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    StringDeserializer.class,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    Class.forName(json + "Deserializer"),
                    "spring.json.trusted.packages",
                    "*"));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, Object> kafkaListenerContainerFactory(
                CommonErrorHandler errorHandler) throws ClassNotFoundException {
            ConcurrentKafkaListenerContainerFactory<String, Object> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(consumerFactory());
            factory.setCommonErrorHandler(errorHandler);
            return factory;
        }

        @Bean
        CommonErrorHandler errorHandler(Recovered recovered) {
            return new DefaultErrorHandler(
                    (record, failure) -> recovered.topics.add(record.topic()), new FixedBackOff(10, 1));
        }

        @Bean
        NewTopic notes(@Value("${classic.topic}") String topic) {
            return TopicBuilder.name(topic).partitions(1).replicas(1).build();
        }

        @Bean
        Recovered recovered() {
            return new Recovered();
        }

        @Bean
        Listeners listeners() {
            return new Listeners();
        }
    }
}
