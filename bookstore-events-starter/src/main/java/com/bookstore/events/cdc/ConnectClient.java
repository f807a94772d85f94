package com.bookstore.events.cdc;

import com.bookstore.events.observability.LogText;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks Kafka Connect how its connectors are, all at once and never longer than its timeout; without an address it asks nobody.
 * Its threads end when it is closed. Thread-safe.
 */
final class ConnectClient implements AutoCloseable {

    private static final Pattern SECRET =
            Pattern.compile("(?i)(passw(or)?d|pwd|secret|token|authorization)\"?(\\s*[=:]\\s*|\\s+)"
                    + "((basic|bearer)\\s+)?(\"[^\"]*\"|'[^']*'|\\S+)|(?<=//)[^/@\\s]+(?=@)");
    private static final Pattern CAUSES = Pattern.compile("\\R(?=Caused by: )");
    private static final int PIECE = 100;
    private static final int LONGEST_LINE = 500;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final JsonMapper json = JsonMapper.builder().build();
    private final ExecutorService threads = Executors.newCachedThreadPool(ConnectClient::thread);
    private final @Nullable HttpClient http;
    private final String address;
    private final List<String> connectors;
    private final @Nullable String authorization;
    private final Duration timeout;

    ConnectClient(CdcProperties.Connect properties) {
        URI url = properties.url();
        this.address = url == null ? "" : url.toString().replaceAll("/+$", "");
        this.connectors = List.copyOf(properties.connectors());
        this.timeout = properties.timeout();
        this.authorization = properties.username() == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((properties.username() + ":"
                                                + (properties.password() == null ? "" : properties.password()))
                                        .getBytes(StandardCharsets.UTF_8));
        this.http = url == null
                ? null
                : HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .executor(threads)
                        .build();
    }

    /** Not one of the request that happens to ask first: a servlet container would see a leak in it. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cdc-connect");
        thread.setDaemon(true);
        thread.setContextClassLoader(ConnectClient.class.getClassLoader());
        return thread;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    List<ConnectorState> states() {
        HttpClient client = http;
        if (client == null) {
            return List.of();
        }
        long end = System.nanoTime() + timeout.toNanos();
        List<CompletableFuture<HttpResponse<byte[]>>> answers =
                connectors.stream().map(connector -> ask(client, connector)).toList();
        List<ConnectorState> states = new ArrayList<>(connectors.size());
        for (int i = 0; i < connectors.size(); i++) {
            states.add(state(connectors.get(i), answers.get(i), end));
        }
        return states;
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(HttpClient client, String connector) {
        String path = URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/connectors/" + path + "/status"))
                .timeout(timeout);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private ConnectorState state(String connector, CompletableFuture<HttpResponse<byte[]>> answer, long end) {
        try {
            HttpResponse<byte[]> response = answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (response.statusCode() == NOT_FOUND) {
                return new ConnectorState(connector, ConnectorState.MISSING, "there is no connector of this name");
            }
            return response.statusCode() == OK
                    ? read(connector, json.readTree(response.body()))
                    : unreachable(connector, "it answers with status " + response.statusCode());
        } catch (TimeoutException late) {
            answer.cancel(false);
            return unreachable(connector, "it does not answer within " + timeout);
        } catch (ExecutionException failed) {
            return unreachable(
                    connector,
                    failed.getCause() == null
                            ? "it does not answer"
                            : failed.getCause().getClass().getSimpleName());
        } catch (JacksonException noJson) {
            return unreachable(connector, "its answer is no JSON");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unreachable(connector, "interrupted");
        }
    }

    private static ConnectorState unreachable(String connector, String error) {
        return new ConnectorState(connector, ConnectorState.UNREACHABLE, error);
    }

    /** A connector is as well as the worst of its parts. */
    private static ConnectorState read(String connector, JsonNode status) {
        ConnectorState worst = part(connector, status.path("connector"));
        JsonNode tasks = status.path("tasks");
        for (JsonNode task : tasks) {
            ConnectorState state = part(connector, task);
            if ((state.isDown() && !worst.isDown()) || (!state.isUp() && worst.isUp())) {
                worst = state;
            }
        }
        return tasks.isEmpty() && worst.isUp() ? new ConnectorState(connector, "UNASSIGNED", "it has no task") : worst;
    }

    private static ConnectorState part(String connector, JsonNode part) {
        JsonNode trace = part.path("trace");
        return new ConnectorState(
                connector,
                LogText.of(part.path("state").asString("UNKNOWN")),
                trace.isString() ? shortened(trace.asString()) : null);
    }

    /** The first line of a trace says that the connector was stopped, that of the last cause says why. */
    static String shortened(String trace) {
        String[] causes = CAUSES.split(trace, -1);
        String first = firstLine(causes[0]);
        return causes.length == 1 ? first : first + " / " + firstLine(causes[causes.length - 1]);
    }

    private static String firstLine(String part) {
        String line = SECRET.matcher(part.lines().findFirst().orElse("")).replaceAll("***");
        StringBuilder safe = new StringBuilder();
        for (int from = 0; from < Math.min(line.length(), LONGEST_LINE); from += PIECE) {
            safe.append(LogText.of(line.substring(from, Math.min(line.length(), from + PIECE))));
        }
        return safe.toString();
    }
}
