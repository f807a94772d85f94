package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Down if a projection has failed or projections do not run, out of service if one is too far behind: from what was seen last,
 * never by asking the database.
 */
final class ProjectionsHealthIndicator implements HealthIndicator {

    /** Several looks, and the longest a database is given to answer one. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final ProjectionRunner runner;
    private final ProjectionWatch watch;
    private final Duration longestLag;

    ProjectionsHealthIndicator(ProjectionRunner runner, ProjectionWatch watch, Duration longestLag) {
        this.runner = runner;
        this.watch = watch;
        this.longestLag = longestLag;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder();
        List<ProjectionStatus> seen = watch.seen();
        judge(health, seen);
        if (seen != null) {
            Map<String, Object> all = new LinkedHashMap<>();
            seen.forEach(status -> all.put(status.name(), details(status)));
            health.withDetail("projections", all);
        }
        return health.build();
    }

    private static Map<String, Object> details(ProjectionStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", status.state());
        details.put("position", status.position());
        details.put("behind", status.behind());
        details.put("lag", ProjectionStatus.text(status.lag()));
        String error = status.error();
        if (error != null) {
            details.put("error", error);
        }
        return details;
    }

    private void judge(Health.Builder health, @Nullable List<ProjectionStatus> seen) {
        if (!runner.isRunning()) {
            health.unknown().withDetail("reason", "projections are not started, or stopped");
        } else if (runner.hasDied()) {
            health.down()
                    .withDetail("reason", "a thread has ended; this instance projects nothing any more")
                    .withDetail("action", "restart the instance; others take its projections over");
        } else if (!watch.missing().isEmpty()) {
            health.down()
                    .withDetail("reason", "projections have no row in the table: " + watch.missing())
                    .withDetail(
                            "action",
                            "restore their rows; or delete what they have written and restart: they begin anew");
        } else if (silence(seen).compareTo(LONGEST_SILENCE) > 0) {
            health.down()
                    .withDetail("reason", "projections were not seen for " + ProjectionStatus.text(silence(seen)))
                    .withDetail(
                            "action", "see whether the database answers, and whether the pool has a connection left");
        } else if (seen == null) {
            health.unknown().withDetail("reason", "projections have only just started");
        } else {
            judgeEach(health, seen);
        }
    }

    private void judgeEach(Health.Builder health, List<ProjectionStatus> seen) {
        Optional<ProjectionStatus> failed =
                seen.stream().filter(ProjectionStatus::failed).findFirst();
        Optional<ProjectionStatus> late = seen.stream()
                .filter(status -> status.lag().compareTo(longestLag) > 0)
                .findFirst();
        if (failed.isPresent()) {
            health.down()
                    .withDetail(
                            "reason",
                            "the projection '%s' has failed"
                                    .formatted(failed.get().name()))
                    .withDetail("action", "see its error, and restart it by the endpoint 'projections'");
        } else if (late.isPresent()) {
            health.status(Status.OUT_OF_SERVICE)
                    .withDetail(
                            "reason",
                            "an event has waited for the projection '%s' for longer than %s"
                                    .formatted(late.get().name(), ProjectionStatus.text(longestLag)))
                    .withDetail("action", "see whether it fails, or is too slow, or a transaction stays open");
        } else {
            health.up();
        }
    }

    private Duration silence(@Nullable List<ProjectionStatus> seen) {
        return seen == null || seen.isEmpty()
                ? runner.runningFor()
                : seen.get(0).age();
    }
}
