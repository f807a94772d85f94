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
import tools.jackson.databind.json.JsonMapper;

/** A running service, spoken to through its REST interface; only {@link #update} goes past it. */
public final class Service implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SCHEMA = "--spring.sql.init.schema-locations=";

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

    /**
     * The same, with beans and arguments besides.
     *
     * @param main the service's main class
     * @param port where it listens; any free port is taken when this one is not free
     * @param bootstrapServers the broker
     * @param beans adds beans
     * @param more arguments of the command line
     */
    public Service(
            Class<?> main,
            int port,
            String bootstrapServers,
            ApplicationContextInitializer<ConfigurableApplicationContext> beans,
            String... more) {
        var arguments = new ArrayList<>(List.of(
                "--spring.config.location=" + file(main, "application.yml"),
                "--logging.level." + main.getPackageName() + "=error",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--server.port=" + (isFree(port) ? port : 0)));
        arguments.addAll(List.of(more));
        if (arguments.stream().noneMatch(argument -> argument.startsWith(SCHEMA))) {
            arguments.add(schema(main, "schema.sql"));
        }
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

    /**
     * Returns an argument for a service whose tables are not made by its {@code schema.sql}.
     *
     * @param main the service's main class
     * @param file another file of the service
     * @return the argument
     */
    public static String schema(Class<?> main, String file) {
        return SCHEMA + file(main, file);
    }

    /**
     * Returns an argument for a service with a port of its own for operators.
     *
     * @param port this one, or any if it is not free
     * @return the argument
     */
    public static String managementPort(int port) {
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

    /**
     * Returns its address.
     *
     * @return where it is
     */
    public String url() {
        return url;
    }

    /** Where its endpoints for operators are. */
    String managementUrl() {
        return managementUrl;
    }

    /**
     * Gets something.
     *
     * @param path what
     * @return the answer
     */
    public JsonNode get(String path) {
        return body(at(path).get().uri(path));
    }

    /**
     * Posts something.
     *
     * @param path where
     * @param body what
     * @return the answer
     */
    public JsonNode post(String path, Object body) {
        return body(at(path).post().uri(path).body(body));
    }

    /** Posts with an idempotency key: the service does it once, however often it is posted. */
    JsonNode post(String path, Object body, String idempotencyKey) {
        return body(
                rest.post().uri(path).header("Idempotency-Key", idempotencyKey).body(body));
    }

    /**
     * Returns what the service says of the health of a part of it, be it good or bad.
     *
     * @param component the part
     * @return its status and details
     */
    public JsonNode health(String component) {
        return management
                .get()
                .uri("/actuator/health/" + component)
                .exchangeForRequiredValue((request, response) -> JSON.readTree(response.getBody()));
    }

    JsonNode put(String path, Object body) {
        return body(rest.put().uri(path).body(body));
    }

    /**
     * Deletes something.
     *
     * @param path what
     */
    public void delete(String path) {
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
