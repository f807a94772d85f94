package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

/** What application.yml makes of the environment, and what happens when it lacks something. */
class ProductionSettingsTests {

    private static final Map<String, String> COMPLETE = Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9093,kafka-2:9093",
            "KAFKA_SASL_MECHANISM", "PLAIN",
            "KAFKA_USERNAME", "books",
            "KAFKA_PASSWORD", "secret",
            "KAFKA_TRUST_STORE", "/etc/kafka/trust.p12",
            "KAFKA_TRUST_STORE_PASSWORD", "changeit",
            "DB_URL", "jdbc:postgresql://db:5432/books",
            "DB_USERNAME", "books",
            "DB_PASSWORD", "secret");

    @ParameterizedTest
    @CsvSource({
        "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256, org.apache.kafka.common.security.scram.ScramLoginModule",
        "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule"
    })
    void encryptsAndLogsInWithTheMechanismOfTheEnvironment(String mechanism, String loginModule) {
        start(with("KAFKA_SASL_MECHANISM", mechanism), "prod", context -> {
            KafkaProperties kafka = bind(context, "spring.kafka", KafkaProperties.class);

            assertThat(kafka.getBootstrapServers()).containsExactly("kafka-1:9093", "kafka-2:9093");
            assertThat(kafka.getSecurity().getProtocol()).isEqualTo("SASL_SSL");
            assertThat(kafka.getSsl().getBundle()).isEqualTo("kafka");
            assertThat(kafka.getProperties())
                    .containsEntry("sasl.mechanism", mechanism)
                    .containsEntry(
                            "sasl.jaas.config", loginModule + " required username=\"books\" password=\"secret\";")
                    .containsEntry("ssl.endpoint.identification.algorithm", "https");
        });
    }

    @Test
    void takesTrustStoreAndDatabaseFromTheEnvironment() {
        start(COMPLETE, "prod", context -> {
            Environment environment = context.getEnvironment();

            assertThat(environment.getProperty("spring.ssl.bundle.jks.kafka.truststore.location"))
                    .isEqualTo("/etc/kafka/trust.p12");
            assertThat(environment.getProperty("spring.ssl.bundle.jks.kafka.truststore.password"))
                    .isEqualTo("changeit");
            assertThat(environment.getProperty("spring.ssl.bundle.jks.kafka.truststore.type"))
                    .isEqualTo("PKCS12");
            assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://db:5432/books");
            assertThat(environment.getProperty("spring.sql.init.schema-locations"))
                    .isEqualTo("classpath:schema.sql");
        });
    }

    @Test
    void showsNoDeadLettersAndRebuildsNothingInProduction() {
        start(COMPLETE, "prod", context -> {
            Environment environment = context.getEnvironment();

            assertThat(environment.getProperty("management.endpoints.web.exposure.include"))
                    .isEqualTo("health, metrics, prometheus");
            assertThat(environment.getProperty("bookstore.events.dead-letter.store.enabled"))
                    .isEqualTo("true");
            assertThat(List.of(
                            "console.enabled", "endpoint.allow-writes", "endpoint.show-payloads", "replay.allow-edit"))
                    .noneMatch(name -> environment.containsProperty("bookstore.events.dead-letter." + name));
            assertThat(environment.containsProperty("bookstore.events.projections.endpoint.allow-writes"))
                    .isFalse();
        });
    }

    @Test
    void usesMySqlsSchemaWithBothProfiles() {
        start(with("DB_URL", "jdbc:mysql://db/books"), "prod,mysql", context -> {
            assertThat(context.getEnvironment().getProperty("spring.sql.init.schema-locations"))
                    .isEqualTo("classpath:schema-mysql.sql");
            assertThat(context.getEnvironment().getProperty("spring.datasource.url"))
                    .isEqualTo("jdbc:mysql://db/books");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_BOOTSTRAP_SERVERS",
                "KAFKA_SASL_MECHANISM",
                "KAFKA_USERNAME",
                "KAFKA_PASSWORD",
                "KAFKA_TRUST_STORE",
                "KAFKA_TRUST_STORE_PASSWORD",
                "DB_URL",
                "DB_USERNAME",
                "DB_PASSWORD"
            })
    void doesNotStartWithoutAVariable(String name) {
        start(with(name, ""), "prod", context -> assertThat(context)
                .getFailure()
                .hasMessage("The profile prod needs these environment variables: [" + name + "]"));
    }

    @Test
    void doesNotStartWithAMechanismItDoesNotKnow() {
        start(with("KAFKA_SASL_MECHANISM", "GSSAPI"), "prod", context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("KAFKA_SASL_MECHANISM is GSSAPI; expected PLAIN, SCRAM"));
    }

    @Test
    void saysEverythingThatIsMissingWhenTheServiceIsStarted() {
        assertThatThrownBy(() -> BookServiceApplication.main(new String[] {"--spring.profiles.active=prod"}))
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS")
                .hasMessageContaining("DB_PASSWORD");
    }

    @Test
    void needsNothingForDevelopment() {
        start(Map.of(), null, context -> {
            assertThat(context.getEnvironment().getDefaultProfiles()).containsExactly("dev");
            assertThat(bind(context, "spring.kafka", KafkaProperties.class).getBootstrapServers())
                    .containsExactly("localhost:9092");
            assertThat(context.getEnvironment().getProperty("spring.datasource.url"))
                    .startsWith("jdbc:h2:mem:");
            // Whoever is served may replay and discard.
            assertThat(context.getEnvironment().getProperty("management.server.address"))
                    .isEqualTo("127.0.0.1");
        });
    }

    @Test
    void readsChangesOfItsTableOnlyWhereItIsTold() {
        String translators = "bookstore.events.cdc.bookstore.enabled";

        start(COMPLETE, "prod", context -> assertThat(context.getEnvironment().getProperty(translators))
                .isNull());
        start(COMPLETE, "prod,cdc", context -> {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty(translators)).isEqualTo("true");
            assertThat(environment.getProperty("bookstore.events.cdc.publishing"))
                    .isEqualTo("outbox");
            assertThat(environment.getProperty("bookstore.events.cdc.connect.url"))
                    .isEmpty();
            assertThat(environment.getProperty("bookstore.events.cdc.heartbeat-topics"))
                    .isEqualTo("__debezium-heartbeat.bookstore");
        });
    }

    @Test
    void watchesTheConnectorsOfTheEnvironment() {
        Map<String, String> environment = with("CDC_CONNECT_URL", "http://connect:8083");
        environment.put("CDC_CONNECTORS", "books-postgres");

        start(environment, "prod,cdc", context -> {
            assertThat(context.getEnvironment().getProperty("bookstore.events.cdc.connect.url"))
                    .isEqualTo("http://connect:8083");
            assertThat(context.getEnvironment().getProperty("bookstore.events.cdc.connect.connectors"))
                    .isEqualTo("books-postgres");
        });
    }

    private static void start(
            Map<String, String> environment, @Nullable String profiles, Consumer<AssertableApplicationContext> check) {
        Map<String, String> properties = new HashMap<>(environment);
        if (profiles != null) {
            properties.put("spring.profiles.active", profiles);
        }
        new ApplicationContextRunner()
                .withPropertyValues(properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new))
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withInitializer(new ProductionSettings())
                .run(check::accept);
    }

    private static <T> T bind(AssertableApplicationContext context, String prefix, Class<T> type) {
        return Binder.get(context.getEnvironment()).bind(prefix, type).get();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put(name, value);
        return environment;
    }
}
