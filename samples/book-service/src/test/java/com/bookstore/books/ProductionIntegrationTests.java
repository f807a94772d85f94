package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.test.SecuredKafkaBroker;
import com.bookstore.events.test.published.PublishedEvents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The service of the profile {@code prod} on a broker with TLS and passwords, configured by variables only. */
@ExtendWith(OutputCaptureExtension.class)
class ProductionIntegrationTests {

    private static final Map<String, String> USERS = Map.of("PLAIN", "books", "SCRAM-SHA-512", "books-scram");
    private static final String PASSWORD = "rather-secret";

    private static SecuredKafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = broker("localhost");
    }

    private static SecuredKafkaBroker broker(String certificateHost) {
        return SecuredKafkaBroker.builder()
                .plainUser(USERS.get("PLAIN"), PASSWORD)
                .scramUser(USERS.get("SCRAM-SHA-512"), PASSWORD)
                .certificateHost(certificateHost)
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void noSecretIsInTheLog(CapturedOutput output) {
        assertThat(output)
                .contains("sasl.jaas.config = [hidden]")
                .doesNotContain(PASSWORD)
                .doesNotContain("a-wrong-guess");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-512"})
    void publishesAndListensOverTlsWithAPassword(String mechanism) {
        try (var service = start(broker, mechanism, PASSWORD);
                var published = PublishedEvents.reading(
                        broker.clientProperties(USERS.get(mechanism)),
                        service.getBean(EventDeserializer.class),
                        "dead-letter-queue",
                        () -> {})) {
            Book book = service.getBean(Catalogue.class).add(new BookRequest(mechanism, null, null, null, null, 20));
            assertThat(published).contains(BookCreatedEvent.class).matching(event -> mechanism.equals(event.title()));

            service.getBean(DirectEventPublisher.class)
                    .publish(BookServiceTest.order(book, 12))
                    .join();

            var stock = service.getBean(BookRepository.class);
            BookServiceTest.eventually(
                    () -> stock.findById(book.id()).orElseThrow().stock() == 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-512"})
    void isRefusedWithAWrongPassword(String mechanism, CapturedOutput output) {
        try (var service = start(broker, mechanism, "a-wrong-guess")) {
            assertThatThrownBy(() -> publish(service))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class)
                    .hasStackTraceContaining("Authentication failed");
        }
        assertThat(output).contains("Authentication failed");
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherHost(CapturedOutput output) {
        try (var other = broker("elsewhere.example.org");
                var service = start(other, "PLAIN", PASSWORD)) {
            assertThatThrownBy(() -> publish(service))
                    .isInstanceOf(CompletionException.class)
                    .satisfies(failure -> assertThat(failure)
                            .hasStackTraceContaining(SslAuthenticationException.class.getSimpleName())
                            .hasStackTraceContaining("No subject alternative DNS name matching localhost found"));
        }
        assertThat(output).contains("SSL handshake failed");
    }

    private static void publish(ConfigurableApplicationContext service) {
        service.getBean(DirectEventPublisher.class)
                .publish(new BookDeletedEvent(1L))
                .join();
    }

    private static ConfigurableApplicationContext start(SecuredKafkaBroker broker, String mechanism, String password) {
        var service = new SpringApplication(BookServiceApplication.class);
        service.addInitializers(new ProductionSettings());
        return service.run(List.of(
                        "spring.profiles.active=prod",
                        "server.port=0",
                        "logging.level.org.apache.kafka=info",
                        "KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(),
                        "KAFKA_SASL_MECHANISM=" + mechanism,
                        "KAFKA_USERNAME=" + USERS.get(mechanism),
                        "KAFKA_PASSWORD=" + password,
                        "KAFKA_TRUST_STORE=" + broker.trustStore(),
                        "KAFKA_TRUST_STORE_PASSWORD=" + broker.trustStorePassword(),
                        "DB_URL=jdbc:h2:mem:production;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                        "DB_USERNAME=sa",
                        "DB_PASSWORD=sa")
                .stream()
                .map(argument -> "--" + argument)
                .toArray(String[]::new));
    }
}
