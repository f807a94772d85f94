package com.bookstore.events.test;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A real Kafka broker in a process of its own, started from the class path of the test: it can be killed, suspended and
 * started again on the same port with the same data. Topics are not created by use.
 *
 * <pre>{@code
 * try (KafkaBroker broker = KafkaBroker.builder().start()) {
 *     broker.bootstrapServers();
 *     broker.kill();
 *     broker.start();
 * }
 * }</pre>
 *
 * <p>Not thread-safe. If the JVM ends before {@link #close()}, a shutdown hook does its work.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final long EXIT_SECONDS = 30;

    private final int id;
    private final int port;
    private final int heapMegabytes;
    private final Duration startTimeout;
    private final BrokerDirectory directory;
    private final Thread shutdownHook;
    private @Nullable Process process;

    private KafkaBroker(Builder builder, int node, List<Integer> ports) {
        this.id = BrokerProperties.id(node);
        this.port = ports.get(node);
        this.heapMegabytes = builder.heapMegabytes;
        this.startTimeout = builder.startTimeout;
        try {
            this.directory = BrokerDirectory.create(BrokerProperties.of(node, ports, builder.properties));
        } catch (IOException failure) {
            throw KafkaBrokerException.failed(toString(), "prepared", failure);
        }
        this.shutdownHook = new Thread(this::killAndDelete, "kafka-broker-" + id);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts the description of a broker.
     *
     * @return a builder with a heap of 256 MiB and a start time-out of 90 seconds
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the process, also again after {@link #kill()}, and waits until the broker serves clients.
     *
     * @return this broker
     * @throws KafkaBrokerException if it does not within the start time-out; the message holds the end of its log
     */
    public KafkaBroker start() {
        launch();
        awaitReady();
        return this;
    }

    void launch() {
        Assert.state(!isRunning(), () -> this + " is running already; kill it first");
        try {
            process = directory.launch(heapMegabytes);
        } catch (IOException failure) {
            throw KafkaBrokerException.failed(toString(), "launched", failure);
        }
    }

    void awaitReady() {
        try (BrokerProbe probe = new BrokerProbe(id, port)) {
            Awaitility.await()
                    .atMost(startTimeout)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL_INTERVAL)
                    .failFast("the process ended", () -> !isRunning())
                    .until(probe::isServing);
        } catch (ConditionTimeoutException slow) {
            String problem = "does not serve clients after " + startTimeout.toSeconds() + " s";
            throw KafkaBrokerException.notStarted(toString(), problem, directory.logTail(), slow);
        } catch (TerminalFailureException ended) {
            throw KafkaBrokerException.notStarted(toString(), "ended while starting", directory.logTail(), ended);
        }
    }

    /**
     * Returns where clients connect to; known before the broker is started, and the same for all its life.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return BrokerProperties.bootstrap(List.of(port));
    }

    /**
     * Returns whether the process is there, be it suspended.
     *
     * @return whether it is
     */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Ends the process at once, without any clean-up of its own, as a crash would; the data stays. */
    public void kill() {
        if (process == null) {
            return;
        }
        try {
            if (!process.destroyForcibly().waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                throw KafkaBrokerException.failed(toString(), "killed", null);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw KafkaBrokerException.failed(toString(), "killed", interruption);
        }
    }

    /**
     * Kills the process and starts it again on the same port with the same data.
     *
     * @return this broker
     * @throws KafkaBrokerException if it does not serve clients within the start time-out
     */
    public KafkaBroker restart() {
        kill();
        return start();
    }

    /** Stops the process in its tracks: connections stay open and get no answer. Not on Windows. */
    public void suspend() {
        ProcessSignal.stop(running());
    }

    /** Lets a suspended process go on. Not on Windows. */
    public void resume() {
        ProcessSignal.go(running());
    }

    private Process running() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException(this + " is not running; start it first");
        }
        return current;
    }

    /** Kills the process and deletes its files; a second call does nothing. */
    @Override
    public void close() {
        killAndDelete();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdownInProgress) {
            // the hook runs, and finds nothing left to do
        }
    }

    private void killAndDelete() {
        kill();
        try {
            directory.delete();
        } catch (IOException failure) {
            throw KafkaBrokerException.failed(toString(), "deleted", failure);
        }
    }

    BrokerDirectory directory() {
        return directory;
    }

    @Override
    public String toString() {
        return "Kafka broker " + id + " on port " + port;
    }

    /** Describes one broker, or the equal brokers of a cluster. */
    public static final class Builder {

        private static final Duration SHORTEST_START_TIMEOUT = Duration.ofSeconds(60);

        private final Map<String, String> properties = new LinkedHashMap<>();
        private int heapMegabytes = 256;
        private Duration startTimeout = Duration.ofSeconds(90);

        private Builder() {}

        /**
         * Sets the heap of each process.
         *
         * @param megabytes the heap in MiB, at least 64
         * @return this builder
         */
        public Builder heap(int megabytes) {
            Assert.isTrue(megabytes >= 64, () -> "A broker needs a heap of at least 64 MiB; got " + megabytes);
            this.heapMegabytes = megabytes;
            return this;
        }

        /**
         * Sets one of the broker's own properties.
         *
         * @param name the property, for example {@code message.max.bytes}
         * @param value its value
         * @return this builder
         */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * Sets how long a start may take. A busy machine makes a start five times slower, hence the lower bound.
         *
         * @param timeout at least 60 seconds
         * @return this builder
         */
        public Builder startTimeout(Duration timeout) {
            Assert.isTrue(
                    timeout.compareTo(SHORTEST_START_TIMEOUT) >= 0,
                    () -> "The start time-out is at least " + SHORTEST_START_TIMEOUT + "; got " + timeout);
            this.startTimeout = timeout;
            return this;
        }

        /**
         * Makes a broker that is not started yet; its port is chosen.
         *
         * @return the broker
         */
        public KafkaBroker build() {
            return build(0, FreePorts.find(2));
        }

        /**
         * Makes a broker and starts it.
         *
         * @return the broker, serving clients
         * @throws KafkaBrokerException if it does not serve clients within the start time-out
         */
        public KafkaBroker start() {
            KafkaBroker broker = build();
            try {
                return broker.start();
            } catch (RuntimeException failure) {
                broker.close();
                throw failure;
            }
        }

        /**
         * Makes brokers that form one cluster and are not started yet; topics have up to three replicas.
         *
         * @param nodes how many, at least 1
         * @return the cluster
         */
        public KafkaCluster cluster(int nodes) {
            Assert.isTrue(nodes > 0, () -> "A cluster has at least one node; got " + nodes);
            List<Integer> ports = FreePorts.find(2 * nodes);
            return new KafkaCluster(IntStream.range(0, nodes)
                    .mapToObj(node -> build(node, ports))
                    .toList());
        }

        KafkaBroker build(int node, List<Integer> ports) {
            return new KafkaBroker(this, node, ports);
        }
    }
}
