package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.bookstore.events.integration.Starter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

class ConsumerSettingsTests {

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void theDefaultsCarryThePromises() {
        runner.run(context -> {
            assertThat(config(context))
                    .contains(
                            entry("auto.offset.reset", "earliest"),
                            entry("enable.auto.commit", false),
                            entry("allow.auto.create.topics", false),
                            entry("group.id", "bookshop"));
            assertConstructible(context);
        });
    }

    @Test
    void aServiceWithoutANameHasNoDefaultGroup() {
        runner.withPropertyValues("spring.application.name=")
                .run(context -> assertThat(config(context)).doesNotContainKey("group.id"));
    }

    @Test
    void whatSpringKafkaSetsWins() {
        runner.withPropertyValues(
                        "spring.kafka.consumer.auto-offset-reset=latest",
                        "spring.kafka.consumer.enable-auto-commit=false",
                        "spring.kafka.consumer.group-id=readers",
                        "spring.kafka.consumer.max-poll-records=7",
                        "spring.kafka.consumer.isolation-level=read-committed",
                        "spring.kafka.consumer.properties.allow.auto.create.topics=true")
                .run(context -> assertThat(config(context))
                        .contains(
                                entry("auto.offset.reset", "latest"),
                                entry("enable.auto.commit", false),
                                entry("group.id", "readers"),
                                entry("max.poll.records", 7),
                                entry("isolation.level", "read_committed"),
                                entry("allow.auto.create.topics", "true")));
    }

    @Test
    void leftoverDeserializersChangeNothing() {
        runner.withPropertyValues(
                        "spring.kafka.consumer.key-deserializer="
                                + "org.apache.kafka.common.serialization.LongDeserializer",
                        "spring.kafka.consumer.value-deserializer="
                                + "org.springframework.kafka.support.serializer.JsonDeserializer",
                        "spring.kafka.consumer.properties.spring.json.trusted.packages=*")
                .run(context -> {
                    assertThat(factory(context).getKeyDeserializer()).isInstanceOf(KeyDeserializer.class);
                    assertThat(factory(context).getValueDeserializer()).isInstanceOf(AnyValueDeserializer.class);
                    assertConstructible(context);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.kafka.consumer.enable-auto-commit=true",
                "spring.kafka.consumer.properties.enable.auto.commit=true",
                "spring.kafka.properties.enable.auto.commit=true"
            })
    void commitsBeforeEventsAreHandledStopTheStartUnlessTheyAreAllowed(String property) {
        runner.withPropertyValues(property).run(context -> {
            var analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .isEqualTo("spring.kafka.consumer.enable-auto-commit=true commits events that are not handled yet;"
                            + " a crash loses them");
            assertThat(analysis.getAction())
                    .isEqualTo("Remove the setting, or accept the loss with"
                            + " bookstore.events.publishing.allow-weaker-guarantees=true");
        });
        runner.withPropertyValues(property, "bookstore.events.publishing.allow-weaker-guarantees=true")
                .run(context -> {
                    assertThat(config(context).get("enable.auto.commit")).hasToString("true");
                    assertConstructible(context);
                });
    }

    @Test
    void theServicesCustomizersAreHonouredButCannotWeakenTheGuaranteesUnseen() {
        runner.withBean(
                        DefaultKafkaConsumerFactoryCustomizer.class,
                        () -> factory -> factory.updateConfigs(Map.of("max.poll.records", 3)))
                .run(context -> assertThat(config(context)).containsEntry("max.poll.records", 3));
        runner.withBean(
                        DefaultKafkaConsumerFactoryCustomizer.class,
                        () -> factory -> factory.updateConfigs(Map.of("enable.auto.commit", "true")))
                .run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(AutoCommitException.class));
    }

    @Test
    void theServicesConnectionDetailsAreHonouredAlsoBesideItsOwnFactory() {
        KafkaConnectionDetails details = new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return List.of("elsewhere:1234");
            }

            @Override
            public String getSecurityProtocol() {
                return "SASL_PLAINTEXT";
            }
        };

        runner.withBean(KafkaConnectionDetails.class, () -> details)
                .withBean(
                        "own",
                        ConsumerFactory.class,
                        () -> new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", "own:1")))
                .run(context -> assertThat(config(context))
                        .contains(
                                entry("bootstrap.servers", List.of("elsewhere:1234")),
                                entry("security.protocol", "SASL_PLAINTEXT")));
    }

    @Test
    void anSslBundleSecuresBothFactories() {
        SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);

        runner.withBean(SslBundleRegistrar.class, () -> bundles -> bundles.registerBundle("shop", bundle))
                .withPropertyValues("spring.kafka.ssl.bundle=shop", "spring.kafka.security.protocol=SSL")
                .run(context -> {
                    assertThat(config(context))
                            .contains(entry("security.protocol", "SSL"), entry(SslBundle.class.getName(), bundle))
                            .containsKey("ssl.engine.factory.class");
                    DefaultKafkaProducerFactory<?, ?> producers =
                            context.getBean("eventProducerFactory", DefaultKafkaProducerFactory.class);
                    assertThat(producers.getConfigurationProperties())
                            .containsEntry("security.protocol", "SSL")
                            .containsEntry(SslBundle.class.getName(), bundle);
                    assertConstructible(context);
                });
    }

    private static void assertConstructible(AssertableApplicationContext context) {
        try (Consumer<?, ?> consumer = factory(context).createConsumer("group", "")) {
            assertThat(consumer).isNotNull();
        }
    }

    private static DefaultKafkaConsumerFactory<?, ?> factory(AssertableApplicationContext context) {
        return context.getBean("eventConsumerFactory", DefaultKafkaConsumerFactory.class);
    }

    private static Map<String, Object> config(AssertableApplicationContext context) {
        return factory(context).getConfigurationProperties();
    }
}
