package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActuatorIntegrationTests extends UserServiceTest {

    @Test
    void showsTheHealthOfWhatTheServiceNeeds() {
        rest.get()
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
        rest.get()
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
        register("counted@example.org");
        publishAndAwait(book(301, "Counted", "numbers"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(get("/actuator/prometheus", String.class))
                .contains("kafka_messages_sent_total{topic=\"user-events\",type=\"userRegistered\"}")
                .contains("kafka_messages_received_total{topic=\"book-events\",type=\"bookCreated\"}"));
    }

    @Test
    void showsSingleMetrics() {
        register("measured@example.org");

        await().atMost(LIMIT).untilAsserted(() -> rest.get()
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
        rest.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
    }
}
