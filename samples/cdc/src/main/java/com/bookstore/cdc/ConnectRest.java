package com.bookstore.cdc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The REST interface of a Kafka Connect worker. */
final class ConnectRest {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;

    ConnectRest(String url) {
        this.url = url;
    }

    /** Whether the worker answers, and has joined its group. */
    boolean isReady() throws InterruptedException {
        try {
            return send("GET", "/connectors", "").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Creates the connector or changes it to these settings. */
    void put(Connector connector) throws Exception {
        expectSuccess("PUT", path(connector.name(), "/config"), connector.json());
    }

    ConnectorStatus status(String connector) throws Exception {
        HttpResponse<String> response = send("GET", path(connector, "/status"), "");
        return response.statusCode() == 200 ? ConnectorStatus.parse(response.body()) : ConnectorStatus.unknown();
    }

    /** Ends the tasks; the connector stays, with its settings and offsets, and also when the worker is started again. */
    void stop(String connector) throws Exception {
        expectSuccess("PUT", path(connector, "/stop"), "");
    }

    void resume(String connector) throws Exception {
        expectSuccess("PUT", path(connector, "/resume"), "");
    }

    /** Has a stopped connector forget how far it has read; it then begins anew, with a snapshot. */
    void forgetOffsets(String connector) throws Exception {
        expectSuccess("DELETE", path(connector, "/offsets"), "");
    }

    String offsets(String connector) throws Exception {
        return send("GET", path(connector, "/offsets"), "").body();
    }

    void delete(String connector) throws Exception {
        expectSuccess("DELETE", path(connector, ""), "");
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + connector + rest;
    }

    private void expectSuccess(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        for (int attempt = 1; response.statusCode() == 409 && attempt < 100; attempt++) {
            Thread.sleep(200); // the workers are sharing out what is to be done
            response = send(method, path, body);
        }
        if (response.statusCode() / 100 != 2) {
            throw new ConnectException(
                    "%s %s was answered with %d: %s".formatted(method, path, response.statusCode(), response.body()));
        }
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
