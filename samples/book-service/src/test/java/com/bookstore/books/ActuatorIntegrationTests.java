package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActuatorIntegrationTests extends BookServiceTest {

    @Test
    void showsTheHealthOfWhatTheServiceNeeds() {
        actuator.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP")
                .jsonPath("$.components.db.details.database")
                .isEqualTo("H2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"liveness", "readiness"})
    void hasProbes(String group) {
        actuator.get()
                .uri("/actuator/health/" + group)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP");
    }

    @Test
    void countsMessagesForPrometheus() {
        Book book = create("Counted", 20);
        publish(order(book, 1));
        eventually(() -> sales(book).findAny().isPresent());

        await().atMost(LIMIT).untilAsserted(() -> assertThat(get("/actuator/prometheus", String.class))
                .contains("kafka_messages_sent_total{topic=\"book-events\",type=\"bookCreated\"}")
                .contains("kafka_messages_received_total{topic=\"order-events\",type=\"orderCreated\"}")
                .contains("cache_gets_total{"));
    }

    @Test
    void showsSingleMetrics() {
        create("Measured", 1);

        await().atMost(LIMIT).untilAsserted(() -> actuator.get()
                .uri("/actuator/metrics/kafka.messages.sent")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.measurements[0].value")
                .isNotEmpty());
    }

    @Test
    void keepsOtherEndpointsToItself() {
        actuator.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
    }
}
