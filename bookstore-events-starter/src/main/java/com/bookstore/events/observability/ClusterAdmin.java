package com.bookstore.events.observability;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The one admin client of this package. It is made when it is first asked for and kept, whatever becomes of the broker: a
 * client for each question would hammer a broker that is in trouble already. Thread-safe.
 */
final class ClusterAdmin implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Supplier<Map<String, Object>> configuration;
    private final AtomicReference<@Nullable Admin> admin = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * Makes no connection.
     *
     * @param configuration the settings of an admin client, asked for with the first question
     */
    ClusterAdmin(Supplier<Map<String, Object>> configuration) {
        this.configuration = configuration;
    }

    /**
     * Returns the client. The first call may take as long as resolving host names does: not for a thread that cannot wait.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be made; the next call tries again
     */
    Admin get() {
        Admin made = admin.get();
        return made == null ? make() : made;
    }

    private synchronized Admin make() {
        Admin other = admin.get();
        if (other != null) {
            return other;
        }
        Admin made = Admin.create(config());
        admin.set(made);
        if (closed) {
            close(); // it had not seen this one
        }
        return made;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(configuration.get());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        // The application's own admin clients have the id as it is.
        config.computeIfPresent(AdminClientConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-observability");
        return config;
    }

    /** Does not wait for answers, and not for a client that is being made. */
    @Override
    public void close() {
        closed = true;
        Admin open = admin.getAndSet(null);
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
