package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.test.KafkaBroker;
import com.bookstore.events.test.published.PublishedEvents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What clients and operators see of the running service while its broker is away. */
class BrokerOutageIntegrationTests {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration BACK = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private String url;
    private String actuator;
    private Duration slowest = Duration.ZERO;

    @Test
    void healthFollowsTheBrokerAndLivenessDoesNot() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                var service = start(broker, "outage")) {
            awaitHealth(200, BACK);

            broker.kill();
            awaitHealth(503, Duration.ofSeconds(10));
            assertThat(health("/kafka").body()).contains("\"status\":\"DOWN\"");

            broker.start();
            awaitHealth(200, BACK);

            broker.suspend();
            awaitHealth(503, Duration.ofSeconds(10));
            broker.resume();
            awaitHealth(200, BACK);
        }
        assertThat(slowest).isLessThan(ANSWER);
    }

    @Test
    void changesAreAcceptedAndToldWhenTheBrokerIsBack() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                var service = start(broker, "accepted")) {
            awaitHealth(200, BACK);
            broker.kill();
            awaitHealth(503, Duration.ofSeconds(10));

            HttpResponse<String> book = post("/books", "{\"title\": \"Patience\", \"stock\": 5}");
            assertThat(book.statusCode()).isEqualTo(201);
            String path = book.headers().firstValue("Location").orElseThrow();
            assertThat(post(path + "/stock", "{\"change\": 1}").statusCode()).isEqualTo(200);
            assertThat(get(path).body()).contains("\"stock\":6");

            broker.start();
            try (PublishedEvents published = PublishedEvents.reading(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    service.getBean(EventDeserializer.class),
                    "dead-letter-queue",
                    () -> {})) {
                assertThat(published)
                        .within(BACK)
                        .contains(BookCreatedEvent.class)
                        .matching(event -> event.title().equals("Patience"))
                        .times(1);
                assertThat(published)
                        .within(BACK)
                        .contains(StockChangedEvent.class)
                        .matching(event -> event.newStock() == 6)
                        .times(1);
            }
            awaitHealth(200, BACK);
        }
        assertThat(slowest).isLessThan(ANSWER);
    }

    private ConfigurableApplicationContext start(KafkaBroker broker, String database) {
        var service = SpringApplication.run(
                BookServiceApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=jdbc:h2:mem:" + database + ";CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
        url = "http://localhost:"
                + ((WebServerApplicationContext) service).getWebServer().getPort();
        actuator = "http://localhost:" + service.getEnvironment().getRequiredProperty("local.management.port");
        return service;
    }

    private void awaitHealth(int status, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(health("/liveness").statusCode()).isEqualTo(200);
            return health("").statusCode() == status;
        });
    }

    private HttpResponse<String> health(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(actuator + "/actuator/health" + path)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        return response;
    }
}
