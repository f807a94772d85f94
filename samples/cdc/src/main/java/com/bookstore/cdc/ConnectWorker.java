package com.bookstore.cdc;

import com.bookstore.demo.UnmetExpectationException;
import com.bookstore.demo.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka Connect worker with Debezium's connectors in a process of its own, from the jars that the module {@code connect}
 * collects. What it has to remember is on the broker, so it can be killed and started again; each start takes a free port, which
 * tells it from those before it, and a second one, which stays, if that was asked for. Not thread-safe.
 */
final class ConnectWorker implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String bootstrapServers;
    private final Map<String, String> environment;
    private final WorkerFiles files;
    private final Thread shutdownHook = new Thread(this::end);
    private int port;
    private int steadyPort;
    private @Nullable Process process;

    /**
     * Prepares a worker, which is not started yet.
     *
     * @param bootstrapServers the broker
     * @param environment what connectors refer to as <code>${env:…}</code>: where databases are, and passwords
     */
    ConnectWorker(String bootstrapServers, Map<String, String> environment) throws IOException {
        this.bootstrapServers = bootstrapServers;
        this.environment = new HashMap<>(environment);
        this.environment.put("CDC_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        this.files = new WorkerFiles();
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Starts the process, also again after it was killed, and waits until the worker is ready. */
    ConnectWorker start() throws Exception {
        Path jars = SampleFiles.path("connect", "target", "connect");
        if (!Files.isDirectory(jars)) {
            throw new ConnectException(
                    "There are no jars in %s; run ./mvnw -q package -pl samples/cdc/connect".formatted(jars));
        }
        port = freePort();
        process = files.launch(jars, WorkerSettings.of(bootstrapServers, urls(), jars), environment);
        until("a worker at " + url(), rest()::isReady, ready -> ready);
        return this;
    }

    /** Ends the process at once, as a crash would. */
    void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (!running.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ConnectException("The worker at " + url() + " does not end");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while the worker at " + url() + " ended", interruption);
        }
    }

    /** Creates the connector, or changes it, and waits until it runs. */
    void run(Connector connector) throws Exception {
        rest().put(connector);
        awaitRunning(connector.name());
    }

    /** Waits until this worker runs the connector; a connector that fails meanwhile is an error. */
    void awaitRunning(String connector) throws Exception {
        String worker = url().substring("http://".length());
        ConnectorStatus seen =
                awaitStatus(connector, "running", status -> status.isRunningOn(worker) || status.hasFailed());
        if (seen.hasFailed()) {
            throw new ConnectException("Connector %s failed: %s".formatted(connector, seen.trace()));
        }
    }

    /** Waits until the connector is as expected. */
    ConnectorStatus awaitStatus(String connector, String expected, Predicate<ConnectorStatus> condition)
            throws Exception {
        ConnectRest rest = rest();
        return until(connector + " " + expected, () -> rest.status(connector), condition);
    }

    ConnectRest rest() {
        return new ConnectRest(url());
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** An address that is the same after each start; to be asked for before the first. */
    String steadyUrl() throws IOException {
        if (steadyPort == 0) {
            if (process != null) {
                throw new IllegalStateException("The worker was started without an address that stays");
            }
            steadyPort = freePort();
        }
        return "http://127.0.0.1:" + steadyPort;
    }

    private String urls() throws IOException {
        return steadyPort == 0 ? url() : url() + "," + steadyUrl();
    }

    /** What the process has printed, and those before it. */
    String printed() {
        return files.printed();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdownInProgress) {
            // the hook runs, and finds nothing left to do
        }
    }

    private void end() {
        try {
            kill();
        } finally {
            files.delete();
        }
    }

    private <T> T until(String expected, Callable<T> look, Predicate<T> condition) throws Exception {
        Callable<T> lookAtLiving = () -> {
            if (process == null || !process.isAlive()) {
                throw new ConnectException("The worker at " + url() + " has ended; it printed:\n" + files.tail());
            }
            return look.call();
        };
        try {
            return new Wait(LIMIT, LIMIT).until(expected, lookAtLiving, condition);
        } catch (UnmetExpectationException unmet) {
            throw new ConnectException(unmet.getMessage() + "; the worker printed:\n" + files.tail(), unmet);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
