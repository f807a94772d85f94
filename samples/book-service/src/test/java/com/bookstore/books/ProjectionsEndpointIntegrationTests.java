package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.eventstore.projection.Projection;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

@TestPropertySource(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:projections;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
            "management.endpoints.web.exposure.include=health,projections",
            "bookstore.events.projections.retry.attempts=1",
            "bookstore.events.projections.lease=1s",
            "bookstore.events.projections.endpoint.allow-writes=true"
        })
class ProjectionsEndpointIntegrationTests extends BookServiceTest {

    private static final String PATH = "/actuator/projections/";

    @Autowired
    EventStore store;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Streams streams;

    @Test
    void oneThatHasFailedIsSeenAndRestarted() {
        streams.failing = true;
        store.append(
                "order",
                "1",
                ExpectedVersion.any(),
                List.of(order(new Book(1, "b", null, null, null, null, 0, null), 1)));

        eventually(() -> get(PATH + "streams", String.class).contains("\"state\":\"FAILED\""));
        assertThat(get("/actuator/projections", String.class))
                .contains("{\"name\":\"book-stock\",\"state\":\"RUNNING\"")
                .containsPattern(
                        "\\{\"name\":\"streams\",\"state\":\"FAILED\",\"position\":0,\"behind\":1,\"lag\":\"PT[^}]*"
                                + "\"here\":false,[^}]*IllegalStateException: no");
        eventually(() -> health().contains("the projection 'streams' has failed"));
        assertThat(get("/actuator/health/readiness", String.class)).doesNotContain("projections");
        assertThat(get("/actuator/health/liveness", String.class)).doesNotContain("projections");

        streams.failing = false;
        post("streams", "{\"action\": \"restart\"}").expectStatus().isOk();

        eventually(() -> get(PATH + "streams", String.class).contains("\"position\":1"));
        eventually(() -> health().contains("\"status\":\"UP\""));
        post("streams", "{\"action\": \"restart\"}").expectStatus().isEqualTo(409);
        post("streams", "{\"action\": \"rebuild\"}").expectStatus().isOk();
        eventually(() -> get(PATH + "streams", String.class).contains("\"state\":\"RUNNING\""));
        eventually(() -> get(PATH + "streams", String.class).contains("\"position\":1"));
        assertThat(jdbc.queryForList("SELECT id FROM streams", String.class)).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "streams | {\"action\": \"drop\"} | 400",
                "streams | {\"action\": \"\"} | 400",
                "streams | {\"action\": null} | 400",
                "streams | {} | 400",
                "streams | [1] | 400",
                "streams | {\"action\" | 400",
                "other | {\"action\": \"rebuild\"} | 404",
                "%27%3B%20DROP%20TABLE%20x | {\"action\": \"rebuild\"} | 404"
            })
    void refusesWhatMakesNoSense(String name, String body, int status) {
        post(name, body).expectStatus().isEqualTo(status);
    }

    @Test
    void anUnknownOneIsNotFound() {
        actuator.get().uri(PATH + "other").exchange().expectStatus().isNotFound();
        actuator.delete().uri(PATH + "streams").exchange().expectStatus().isEqualTo(405);
    }

    private String health() {
        return actuator.get()
                .uri("/actuator/health/projections")
                .exchange()
                .returnResult(String.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec post(String name, String body) {
        return actuator.post()
                .uri(builder -> URI.create(builder.build() + PATH + name))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Projecting {

        @Bean
        Streams streams(JdbcTemplate jdbc) {
            return new Streams(jdbc);
        }
    }

    /** Lists the streams of all events. */
    static final class Streams implements Projection {

        private final JdbcTemplate jdbc;
        private volatile boolean failing;

        Streams(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("CREATE TABLE streams (id VARCHAR(255))");
        }

        @Override
        public String name() {
            return "streams";
        }

        @Override
        public void on(StoredEvent event) {
            if (failing) {
                throw new IllegalStateException("no");
            }
            jdbc.update("INSERT INTO streams VALUES (?)", event.streamId());
        }

        @Override
        public void reset() {
            jdbc.update("DELETE FROM streams");
        }
    }
}
