package com.bookstore.events.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link KafkaBroker} that clients reach by SASL_SSL: with a certificate of a private authority, and users that log in by
 * PLAIN or SCRAM-SHA-512.
 *
 * <pre>{@code
 * try (SecuredKafkaBroker broker = SecuredKafkaBroker.builder()
 *         .plainUser("shop", "shop-secret")
 *         .scramUser("audit", "audit-secret")
 *         .start()) {
 *     Admin.create(broker.clientProperties("shop"));
 * }
 * }</pre>
 *
 * <p>Not thread-safe. If the JVM ends before {@link #close()}, a shutdown hook does its work.
 */
public final class SecuredKafkaBroker implements AutoCloseable {

    private final KafkaBroker broker;
    private final int port;
    private final BrokerUsers users;
    private final TestCertificates certificates;
    private final Thread shutdownHook = new Thread(this::deleteCertificates, "kafka-certificates");

    private SecuredKafkaBroker(Builder builder) {
        this.users = builder.users;
        this.certificates = TestCertificates.forHost(builder.certificateHost);
        List<Integer> ports = FreePorts.find(3);
        this.port = ports.get(2);
        SecuredListener.of(ports, users, certificates).forEach(builder.broker::property);
        builder.own.forEach(builder.broker::property);
        this.broker = builder.broker.build(0, ports.subList(0, 2));
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts the description of a broker.
     *
     * @return a builder without users
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
    public SecuredKafkaBroker start() {
        broker.start();
        users.registerScram(broker.bootstrapServers());
        return this;
    }

    /** Ends the process at once, without any clean-up of its own, as a crash would; data and users stay. */
    public void kill() {
        broker.kill();
    }

    /**
     * Kills the process and starts it again on the same port with the same data.
     *
     * @return this broker
     * @throws KafkaBrokerException if it does not serve clients within the start time-out
     */
    public SecuredKafkaBroker restart() {
        kill();
        return start();
    }

    /**
     * Returns the broker without its security, to suspend and resume its process.
     *
     * @return the broker; its {@link KafkaBroker#bootstrapServers()} is a listener that asks for no login, where tests make
     *     topics and access rules as {@code User:ANONYMOUS}
     */
    public KafkaBroker process() {
        return broker;
    }

    /**
     * Returns where clients connect to by SASL_SSL; known before the broker is started, and the same for all its life.
     *
     * @return {@code localhost} and the port
     */
    public String bootstrapServers() {
        return SecuredListener.HOST + ":" + port;
    }

    /**
     * Returns the certificate authority that clients are to trust.
     *
     * @return a PKCS12 file
     */
    public Path trustStore() {
        return certificates.trustStore();
    }

    /**
     * Returns the password of {@link #trustStore()}.
     *
     * @return the password
     */
    public String trustStorePassword() {
        return TestCertificates.PASSWORD;
    }

    /**
     * Returns all that a Kafka client needs to connect as a user. For a Spring Boot service, prefix each name with {@code
     * spring.kafka.properties.} but {@code bootstrap.servers} and {@code security.protocol}, which are {@code
     * spring.kafka.bootstrap-servers} and {@code spring.kafka.security.protocol} there.
     *
     * @param user one of the users of the builder
     * @return properties by their Kafka names
     */
    public Map<String, Object> clientProperties(String user) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", bootstrapServers());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", users.mechanism(user));
        properties.put("sasl.jaas.config", users.clientLogin(user));
        properties.put("ssl.truststore.location", trustStore().toString());
        properties.put("ssl.truststore.password", trustStorePassword());
        properties.put("ssl.truststore.type", TestCertificates.TYPE);
        return properties;
    }

    /** Kills the process and deletes its files; a second call does nothing. */
    @Override
    public void close() {
        broker.close();
        deleteCertificates();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdownInProgress) {
            // the hook runs, and finds nothing left to do
        }
    }

    private void deleteCertificates() {
        try {
            certificates.delete();
        } catch (IOException failure) {
            throw KafkaBrokerException.failed("The certificate of " + broker, "deleted", failure);
        }
    }

    @Override
    public String toString() {
        return broker + ", SASL_SSL on port " + port;
    }

    /** Describes a broker with users. */
    public static final class Builder {

        private final KafkaBroker.Builder broker = KafkaBroker.builder();
        private final Map<String, String> own = new LinkedHashMap<>();
        private final BrokerUsers users = new BrokerUsers();
        private String certificateHost = SecuredListener.HOST;

        private Builder() {}

        /**
         * Adds a user that logs in by PLAIN.
         *
         * @param name letters, digits, {@code -} and {@code _}
         * @param password the password, without quotes and backslashes
         * @return this builder
         */
        public Builder plainUser(String name, String password) {
            users.add("PLAIN", name, password);
            return this;
        }

        /**
         * Adds a user that logs in by SCRAM-SHA-512.
         *
         * @param name letters, digits, {@code -} and {@code _}
         * @param password the password, without quotes and backslashes
         * @return this builder
         */
        public Builder scramUser(String name, String password) {
            users.add(BrokerUsers.SCRAM, name, password);
            return this;
        }

        /**
         * Sets the host that the broker's certificate names. Clients connect to {@code localhost}: with another host they
         * refuse the certificate.
         *
         * @param host the host, by default {@code localhost}
         * @return this builder
         */
        public Builder certificateHost(String host) {
            this.certificateHost = host;
            return this;
        }

        /**
         * Sets one of the broker's own properties, also one that the security consists of, for example {@code
         * authorizer.class.name} with {@code super.users}.
         *
         * @param name the property
         * @param value its value
         * @return this builder
         */
        public Builder property(String name, String value) {
            own.put(name, value);
            return this;
        }

        /**
         * Sets the heap of the process.
         *
         * @param megabytes the heap in MiB, at least 64; by default 256
         * @return this builder
         */
        public Builder heap(int megabytes) {
            broker.heap(megabytes);
            return this;
        }

        /**
         * Sets how long a start may take.
         *
         * @param timeout at least 60 seconds; by default 90
         * @return this builder
         */
        public Builder startTimeout(Duration timeout) {
            broker.startTimeout(timeout);
            return this;
        }

        /**
         * Makes a broker that is not started yet; its ports are chosen and its certificate is made.
         *
         * @return the broker
         * @throws KafkaBrokerException if the JDK's keytool cannot make the certificate
         */
        public SecuredKafkaBroker build() {
            return new SecuredKafkaBroker(this);
        }

        /**
         * Makes a broker and starts it.
         *
         * @return the broker, serving clients
         * @throws KafkaBrokerException if it does not serve clients within the start time-out
         */
        public SecuredKafkaBroker start() {
            SecuredKafkaBroker secured = build();
            try {
                return secured.start();
            } catch (RuntimeException failure) {
                secured.close();
                throw failure;
            }
        }
    }
}
