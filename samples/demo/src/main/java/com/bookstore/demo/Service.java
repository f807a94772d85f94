package com.bookstore.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A running service, spoken to through its REST interface; only {@link #update} goes past it. */
final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext application;
    private final String url;
    private final String managementUrl;
    private final RestClient rest;
    private final RestClient management;

    /**
     * Starts a service in this process.
     *
     * @param main the service's main class
     * @param port where it listens; any free port is taken when this one is not free
     * @param bootstrapServers the broker
     */
    Service(Class<?> main, int port, String bootstrapServers) {
        this(main, port, bootstrapServers, context -> {});
    }

    /** The same, with beans and arguments besides. */
    Service(
            Class<?> main,
            int port,
            String bootstrapServers,
            ApplicationContextInitializer<ConfigurableApplicationContext> beans,
            String... more) {
        var arguments = new ArrayList<>(List.of(
                "--spring.config.location=" + file(main, "application.yml"),
                "--spring.sql.init.schema-locations=" + file(main, "schema.sql"),
                "--logging.level." + main.getPackageName() + "=error",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--server.port=" + (isFree(port) ? port : 0)));
        arguments.addAll(List.of(more));
        application = new SpringApplicationBuilder(main)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(beans)
                .run(arguments.toArray(String[]::new));
        url = url("local.server.port");
        managementUrl = url("local.management.port");
        rest = client(url);
        management = client(managementUrl);
    }

    /** An argument for a service with a port of its own for operators: this one, or any if it is not free. */
    static String managementPort(int port) {
        return "--management.server.port=" + (isFree(port) ? port : 0);
    }

    private String url(String port) {
        return "http://localhost:" + application.getEnvironment().getRequiredProperty(port);
    }

    private static RestClient client(String url) {
        var requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(Duration.ofSeconds(10));
        return RestClient.builder().baseUrl(url).requestFactory(requests).build();
    }

    String url() {
        return url;
    }

    /** Where its endpoints for operators are. */
    String managementUrl() {
        return managementUrl;
    }

    JsonNode get(String path) {
        return body(at(path).get().uri(path));
    }

    JsonNode post(String path, Object body) {
        return body(at(path).post().uri(path).body(body));
    }

    /** Posts with an idempotency key: the service does it once, however often it is posted. */
    JsonNode post(String path, Object body, String idempotencyKey) {
        return body(
                rest.post().uri(path).header("Idempotency-Key", idempotencyKey).body(body));
    }

    JsonNode put(String path, Object body) {
        return body(rest.put().uri(path).body(body));
    }

    void delete(String path) {
        rest.delete().uri(path).retrieve().toBodilessEntity();
    }

    /** Does what somebody with access to the service's database can do. */
    void update(String sql) {
        application.getBean(JdbcOperations.class).update(sql);
    }

    @Override
    public void close() {
        application.close();
    }

    private RestClient at(String path) {
        return path.startsWith("/actuator/") ? management : rest;
    }

    /** A file of the service. On this class path both have files of these names, so the address says whose is meant. */
    private static String file(Class<?> main, String name) {
        String home = main.getProtectionDomain().getCodeSource().getLocation().toString();
        return home.endsWith(".jar") ? "jar:" + home + "!/" + name : home + name;
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
