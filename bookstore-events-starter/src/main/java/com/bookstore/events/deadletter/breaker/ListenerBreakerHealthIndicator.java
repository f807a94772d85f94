package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.deadletter.breaker.ListenerBreaker.Opening;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Out of service while a listener is paused because whatever it is given fails. */
final class ListenerBreakerHealthIndicator implements HealthIndicator {

    private final ListenerBreakers breakers;

    ListenerBreakerHealthIndicator(ListenerBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public Health health() {
        Map<String, Object> paused = new TreeMap<>();
        for (ListenerBreaker breaker : breakers.all()) {
            Opening opening = breaker.opening();
            if (opening != null) {
                paused.put(
                        breaker.listener(),
                        Map.of(
                                "since", opening.since().toString(),
                                "cause", opening.cause(),
                                "failedProbes", opening.failedProbes()));
            }
        }
        if (paused.isEmpty()) {
            return Health.up().build();
        }
        return Health.outOfService()
                .withDetail("paused", paused)
                .withDetail("reason", "records of these listeners failed one after the other")
                .withDetail("action", "see whether what they depend on answers; they go on by themselves")
                .build();
    }
}
