package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service of the profile {@code prod} on a broker with TLS and passwords, configured by variables only. */
@ExtendWith(NoBrokerProperty.class)
class ProductionIntegrationTests {

    private static SecureBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new SecureBroker("localhost");
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-512"})
    void publishesAndListensOverTlsWithAPassword(String mechanism) {
        try (var service = start(broker, mechanism, SecureBroker.PASSWORD);
                var topics = new TopicReader(broker.plainBootstrapServers())) {
            Book book = service.getBean(Catalogue.class).add(new BookRequest(mechanism, null, null, null, null, 20));
            topics.awaitValue("book-events", "\"title\":\"" + mechanism + "\"");

            service.getBean(EventPublisher.class)
                    .publish(BookServiceTest.order(book, 12))
                    .join();

            var stock = service.getBean(BookRepository.class);
            BookServiceTest.eventually(
                    () -> stock.findById(book.id()).orElseThrow().stock() == 8);
        }
    }

    @Test
    void isRefusedWithAWrongPassword() {
        try (var service = start(broker, "PLAIN", "guess")) {
            assertThatThrownBy(() -> publish(service)).hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherHost() throws Exception {
        try (var other = new SecureBroker("elsewhere.example.org");
                var service = start(other, "PLAIN", SecureBroker.PASSWORD)) {
            assertThatThrownBy(() -> publish(service))
                    .isInstanceOf(CompletionException.class)
                    .satisfies(failure -> assertThat(failure)
                            .hasStackTraceContaining(SslAuthenticationException.class.getSimpleName())
                            .hasStackTraceContaining("No subject alternative DNS name matching localhost found"));
        }
    }

    private static void publish(ConfigurableApplicationContext service) {
        service.getBean(EventPublisher.class).publish(new BookDeletedEvent(1L)).join();
    }

    private static ConfigurableApplicationContext start(SecureBroker broker, String mechanism, String password) {
        var service = new SpringApplication(BookServiceApplication.class);
        service.addInitializers(new ProductionSettings());
        return service.run(List.of(
                        "spring.profiles.active=prod",
                        "server.port=0",
                        "KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(),
                        "KAFKA_SASL_MECHANISM=" + mechanism,
                        "KAFKA_USERNAME=" + SecureBroker.USER,
                        "KAFKA_PASSWORD=" + password,
                        "KAFKA_TRUST_STORE=" + broker.trustStore(),
                        "KAFKA_TRUST_STORE_PASSWORD=" + SecureBroker.STORE_PASSWORD,
                        "DB_URL=jdbc:h2:mem:production;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                        "DB_USERNAME=sa",
                        "DB_PASSWORD=sa")
                .stream()
                .map(argument -> "--" + argument)
                .toArray(String[]::new));
    }
}
