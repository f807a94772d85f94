package com.bookstore.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A running service, spoken to through its REST interface only. */
final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext application;
    private final String url;
    private final RestClient rest;

    /**
     * Starts a service in this process.
     *
     * @param start the service's own start method
     * @param port where it listens; any free port is taken when this one is not free
     * @param bootstrapServers the broker
     */
    Service(Function<String[], ConfigurableApplicationContext> start, int port, String bootstrapServers) {
        application = start.apply(new String[] {
            "--server.port=" + (isFree(port) ? port : 0),
            "--spring.kafka.bootstrap-servers=" + bootstrapServers,
            "--spring.main.banner-mode=off"
        });
        url = "http://localhost:" + application.getEnvironment().getRequiredProperty("local.server.port");
        var requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(Duration.ofSeconds(10));
        rest = RestClient.builder().baseUrl(url).requestFactory(requests).build();
    }

    String url() {
        return url;
    }

    JsonNode get(String path) {
        return body(rest.get().uri(path));
    }

    JsonNode post(String path, Object body) {
        return body(rest.post().uri(path).body(body));
    }

    JsonNode put(String path, Object body) {
        return body(rest.put().uri(path).body(body));
    }

    void delete(String path) {
        rest.delete().uri(path).retrieve().toBodilessEntity();
    }

    @Override
    public void close() {
        application.close();
    }

    private static JsonNode body(RestClient.RequestHeadersSpec<?> request) {
        return request.retrieve().requiredBody(JsonNode.class);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
