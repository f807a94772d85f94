package com.bookstore.events.cdc;

import com.bookstore.events.cdc.ChangeStatus.Seen;
import com.bookstore.events.cdc.ChangeStatus.Stuck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Down if a connector has failed or is not there, if nothing comes from connectors any more, or if a table does not go on; out
 * of service if changes are told late. It waits for Kafka Connect only, if that is to be asked, and never longer than its
 * timeout.
 */
final class CdcHealthIndicator implements HealthIndicator {

    private final ChangeStatus status;
    private final Duration longestLag;
    private final @Nullable Duration longestSilence;
    private final Supplier<Reading> reading;
    private final Supplier<List<ConnectorState>> connectors;
    private final Clock clock;

    CdcHealthIndicator(
            ChangeStatus status,
            Duration longestLag,
            @Nullable Duration longestSilence,
            Supplier<Reading> reading,
            Supplier<List<ConnectorState>> connectors,
            Clock clock) {
        this.status = status;
        this.longestLag = longestLag;
        this.longestSilence = longestSilence;
        this.reading = reading;
        this.connectors = connectors;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Instant now = clock.instant();
        List<ConnectorState> states = connectors.get();
        Map<String, Seen> seen = status.seen();
        Map<String, Stuck> stuck = status.stuck();
        Health.Builder health = new Health.Builder();
        if (!judgeConnectors(health, states, ConnectorState::isDown, Status.DOWN)
                && !judgeReading(health)
                && !judgeStuck(health, stuck, now)
                && !judgeBusy(health, now)
                && !judgeSilence(health, now)
                && !judgeConnectors(health, states, state -> !state.isUp(), Status.OUT_OF_SERVICE)
                && !judgeLag(health, seen, now)) {
            health.up();
        }
        details(health, states, seen, stuck);
        return health.build();
    }

    private static boolean judgeConnectors(
            Health.Builder health, List<ConnectorState> states, Predicate<ConnectorState> bad, Status status) {
        return states.stream()
                .filter(bad)
                .findFirst()
                .map(state -> {
                    health.status(status)
                            .withDetail("reason", "the connector '%s' is %s".formatted(state.name(), state.state()))
                            .withDetail("action", "see its error, and docs/cdc.md on lost slots and binlogs");
                    return true;
                })
                .orElse(false);
    }

    private boolean judgeReading(Health.Builder health) {
        switch (reading.get()) {
            case RUNNING -> {
                return false;
            }
            case STOPPED -> health.unknown().withDetail("reason", "changes are not read: not started, or stopped");
            case DIED ->
                health.down()
                        .withDetail("reason", "changes are not read: the listener has ended by itself")
                        .withDetail("action", "see the log, and start the service again");
        }
        return true;
    }

    private boolean judgeBusy(Health.Builder health, Instant now) {
        Instant since = status.busySince();
        if (since == null || age(since, now).compareTo(longestLag) <= 0) {
            return false;
        }
        health.down()
                .withDetail("reason", "a batch of changes is under way for longer than " + longestLag)
                .withDetail("action", "see what translators and publishing wait for, in a thread dump");
        return true;
    }

    private boolean judgeStuck(Health.Builder health, Map<String, Stuck> stuck, Instant now) {
        return stuck.entrySet().stream()
                .filter(entry -> age(entry.getValue().since(), now).compareTo(longestLag) > 0)
                .findFirst()
                .map(entry -> {
                    health.down()
                            .withDetail(
                                    "reason",
                                    "changes of '%s' have not gone on for longer than %s"
                                            .formatted(entry.getValue().table(), longestLag))
                            .withDetail("action", "see its error, and the log");
                    return true;
                })
                .orElse(false);
    }

    private boolean judgeSilence(Health.Builder health, Instant now) {
        if (longestSilence == null || age(status.lastSign(), now).compareTo(longestSilence) <= 0) {
            return false;
        }
        health.down()
                .withDetail("reason", "neither a change nor a heartbeat came for longer than " + longestSilence)
                .withDetail("action", "see whether the connectors run, and have heartbeat.interval.ms");
        return true;
    }

    /** Whoever has caught up since then has nothing to be told of. */
    private boolean judgeLag(Health.Builder health, Map<String, Seen> seen, Instant now) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().lagMillis() > longestLag.toMillis()
                        && age(entry.getValue().at(), now).compareTo(longestLag) <= 0)
                .findFirst()
                .map(entry -> {
                    health.status(Status.OUT_OF_SERVICE)
                            .withDetail(
                                    "reason",
                                    "changes of '%s' are told later than %s".formatted(entry.getKey(), longestLag))
                            .withDetail("action", "see whether the connector or this service is too slow");
                    return true;
                })
                .orElse(false);
    }

    private static Duration age(Instant since, Instant now) {
        return Duration.between(since, now);
    }

    private void details(
            Health.Builder health, List<ConnectorState> states, Map<String, Seen> seen, Map<String, Stuck> stuck) {
        health.withDetail("lastSign", status.lastSign().toString());
        Map<String, Object> tables = new LinkedHashMap<>();
        seen.forEach((table, last) -> tables.put(table, details(last)));
        if (!tables.isEmpty()) {
            health.withDetail("tables", tables);
        }
        Map<String, Object> waiting = new LinkedHashMap<>();
        stuck.forEach((partition, why) -> waiting.put(partition, why.cause() + " since " + why.since()));
        if (!waiting.isEmpty()) {
            health.withDetail("stuck", waiting);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        states.forEach(state ->
                all.put(state.name(), state.error() == null ? state.state() : state.state() + ": " + state.error()));
        if (!all.isEmpty()) {
            health.withDetail("connectors", all);
        }
    }

    /** What the container of the listener does. */
    enum Reading {
        /** It reads. */
        RUNNING,
        /** It was not started, or was stopped. */
        STOPPED,
        /** It has ended though nobody stopped it. */
        DIED
    }

    private static Map<String, Object> details(Seen last) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("position", last.position());
        details.put("changedAt", last.timestamp().toString());
        details.put("lag", Duration.ofMillis(last.lagMillis()).toString());
        details.put("snapshot", last.snapshot());
        return details;
    }
}
