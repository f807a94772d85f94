package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.bookstore.events.integration.Starter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.StringOrBytesSerializer;

class ProducerSettingsTests {

    private static final String ALLOW = "bookstore.events.publishing.allow-weaker-guarantees=true";

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void theDefaultsCarryThePromises() {
        runner.run(context -> assertThat(config(context))
                .contains(
                        entry("acks", "all"),
                        entry("enable.idempotence", true),
                        entry("compression.type", "snappy"),
                        entry("linger.ms", 5),
                        entry("batch.size", 65_536),
                        entry("max.block.ms", 5_000L),
                        entry("delivery.timeout.ms", 30_000),
                        entry("request.timeout.ms", 10_000))
                .doesNotContainKey("transactional.id"));
    }

    @Test
    void ourPropertiesSetTheTimeouts() {
        runner.withPropertyValues(
                        "bookstore.events.publishing.max-block=2s", "bookstore.events.publishing.delivery-timeout=8s")
                .run(context -> assertThat(config(context))
                        .contains(
                                entry("max.block.ms", 2_000L),
                                entry("delivery.timeout.ms", 8_000),
                                entry("request.timeout.ms", 7_995)));
    }

    @Test
    void whatSpringKafkaSetsWins() {
        runner.withPropertyValues(
                        "spring.kafka.producer.acks=-1",
                        "spring.kafka.producer.compression-type=lz4",
                        "spring.kafka.producer.batch-size=16KB",
                        "spring.kafka.producer.client-id=shop",
                        "spring.kafka.producer.retries=7",
                        "spring.kafka.producer.properties.linger.ms=20",
                        "spring.kafka.producer.properties.max.block.ms=1000",
                        "spring.kafka.producer.properties.delivery.timeout.ms=60000",
                        "spring.kafka.properties.request.timeout.ms=15000")
                .run(context -> {
                    assertThat(config(context))
                            .contains(
                                    entry("acks", "-1"),
                                    entry("compression.type", "lz4"),
                                    entry("batch.size", 16_384),
                                    entry("client.id", "shop"),
                                    entry("retries", 7),
                                    entry("linger.ms", "20"),
                                    entry("max.block.ms", "1000"),
                                    entry("delivery.timeout.ms", "60000"),
                                    entry("request.timeout.ms", "15000"));
                    assertThat(factory(context).createProducer()).isNotNull();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.producer.properties.request.timeout.ms=60000, 60005",
        "spring.kafka.producer.properties.request.timeout.ms=20000, 30000",
        "spring.kafka.producer.properties.delivery.timeout.ms=4000, 4000"
    })
    void oneTimeoutOfTheServicesMakesNoOtherInvalid(String property, String deliveryTimeout) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(config(context).get("delivery.timeout.ms")).hasToString(deliveryTimeout);
            assertThat(factory(context).createProducer()).isNotNull();
        });
    }

    @Test
    void leftoverSerializersChangeNothing() {
        runner.withPropertyValues(
                        "spring.kafka.producer.key-serializer=org.apache.kafka.common.serialization.LongSerializer",
                        "spring.kafka.producer.value-serializer="
                                + "org.springframework.kafka.support.serializer.JsonSerializer",
                        "spring.kafka.producer.properties.spring.json.add.type.headers=false")
                .run(context -> {
                    assertThat(factory(context).getKeySerializerSupplier().get())
                            .isInstanceOf(StringOrBytesSerializer.class);
                    assertThat(factory(context).getValueSerializerSupplier().get())
                            .isInstanceOf(EventValueSerializer.class);
                    assertThat(factory(context).createProducer()).isNotNull();
                });
    }

    @Test
    void aTransactionIdPrefixIsTheServicesOwnBusiness() {
        runner.withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-")
                .run(context -> {
                    assertThat(factory(context).transactionCapable()).isFalse();
                    assertThat(context.getBean("kafkaProducerFactory", ProducerFactory.class)
                                    .transactionCapable())
                            .isTrue();
                });
        runner.withPropertyValues("spring.kafka.producer.properties.transactional.id=tx")
                .run(context ->
                        assertThat(factory(context).transactionCapable()).isFalse());
    }

    @Test
    void theServicesCustomizersAreHonoured() {
        runner.withBean(
                        DefaultKafkaProducerFactoryCustomizer.class,
                        () -> factory -> factory.updateConfigs(Map.of("linger.ms", 50)))
                .run(context -> assertThat(config(context)).containsEntry("linger.ms", 50));
    }

    @Test
    void aCustomizerCannotWeakenTheGuaranteesUnseen() {
        runner.withBean(
                        DefaultKafkaProducerFactoryCustomizer.class,
                        () -> factory -> factory.updateConfigs(Map.of("acks", "0")))
                .run(context ->
                        assertThat(context).getFailure().hasRootCauseInstanceOf(WeakenedGuaranteeException.class));
    }

    @Test
    void theServicesConnectionDetailsAreHonouredAlsoBesideItsOwnFactory() {
        SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);
        KafkaConnectionDetails details = new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return List.of("elsewhere:1234");
            }

            @Override
            public SslBundle getSslBundle() {
                return bundle;
            }

            @Override
            public String getSecurityProtocol() {
                return "SSL";
            }
        };

        runner.withBean(KafkaConnectionDetails.class, () -> details)
                .withBean(
                        "own",
                        ProducerFactory.class,
                        () -> new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", "own:1")))
                .run(context -> assertThat(config(context))
                        .contains(
                                entry("bootstrap.servers", List.of("elsewhere:1234")),
                                entry("security.protocol", "SSL"),
                                entry(SslBundle.class.getName(), bundle))
                        .containsKey("ssl.engine.factory.class"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.kafka.producer.acks=1 | acks=1 (an acknowledged event can be lost with one broker)",
                "spring.kafka.producer.acks=0 | acks=0 (an acknowledged event can be lost with one broker)",
                "spring.kafka.producer.properties.enable.idempotence=false"
                        + " | enable.idempotence=false (the client's retries repeat and reorder events)",
                "spring.kafka.producer.retries=0"
                        + " | retries=0 (a moment without a leader fails events, and idempotence needs retries)",
                "spring.kafka.producer.properties.max.in.flight.requests.per.connection=6"
                        + " | max.in.flight.requests.per.connection above 5 (idempotence does not work beyond)"
            })
    void whatBreaksAPromiseStopsTheStartUnlessItIsAllowed(String property, String complaint) {
        runner.withPropertyValues(property).run(context -> {
            var analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).isEqualTo("spring.kafka.producer sets " + complaint);
            assertThat(analysis.getAction())
                    .isEqualTo("Remove the setting, or accept the loss with"
                            + " bookstore.events.publishing.allow-weaker-guarantees=true");
        });
        runner.withPropertyValues(property, ALLOW)
                .run(context -> assertThat(factory(context).createProducer()).isNotNull());
    }

    @Test
    void everythingThatBreaksAPromiseIsNamedAtOnce() {
        runner.withPropertyValues("spring.kafka.producer.acks=1", "spring.kafka.producer.retries=0")
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getDescription())
                        .contains("acks=1")
                        .contains(" and retries=0"));
    }

    @Test
    void theProducerOfDeadLettersIsConstructibleToo() {
        runner.withPropertyValues(
                        "spring.kafka.producer.properties.linger.ms=60000",
                        "spring.kafka.producer.properties.delivery.timeout.ms=120000",
                        "bookstore.events.dead-letter.send-timeout=100ms")
                .run(context -> assertThat(context.getBean("deadLetterProducerFactory", ProducerFactory.class)
                                .createProducer())
                        .isNotNull());
    }

    private static DefaultKafkaProducerFactory<?, ?> factory(AssertableApplicationContext context) {
        return context.getBean("eventProducerFactory", DefaultKafkaProducerFactory.class);
    }

    private static Map<String, Object> config(AssertableApplicationContext context) {
        return factory(context).getConfigurationProperties();
    }
}
