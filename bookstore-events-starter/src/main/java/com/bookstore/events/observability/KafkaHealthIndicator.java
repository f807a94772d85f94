package com.bookstore.events.observability;

import com.bookstore.events.observability.ClusterCheck.ClusterState;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up if the broker answers and every listener is as it should be. Missing topics are told and do not count: they are created
 * in the background when a service starts, and a listener takes one up when it appears.
 */
final class KafkaHealthIndicator implements HealthIndicator {

    private final Supplier<ClusterState> cluster;

    KafkaHealthIndicator(Supplier<ClusterState> cluster) {
        this.cluster = cluster;
    }

    @Override
    public Health health() {
        ClusterState state = cluster.get();
        boolean up = state.failure() == null && state.wrongListeners().isEmpty();
        Health.Builder health = up ? Health.up() : Health.down();
        if (state.failure() != null) {
            health.withDetail("error", state.failure());
        } else {
            health.withDetail("clusterId", String.valueOf(state.clusterId()));
            health.withDetail("nodeCount", state.nodes().size());
            health.withDetail("nodes", state.nodes());
        }
        if (!state.missingTopics().isEmpty()) {
            health.withDetail("missingTopics", state.missingTopics());
        }
        if (!state.wrongListeners().isEmpty()) {
            health.withDetail("listeners", state.wrongListeners());
        }
        return health.build();
    }
}
