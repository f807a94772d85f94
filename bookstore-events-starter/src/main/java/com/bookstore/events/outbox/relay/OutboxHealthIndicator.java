package com.bookstore.events.outbox.relay;

import com.bookstore.events.outbox.relay.BacklogWatch.Seen;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Out of service if events wait too long, down if the relay does not work: from what it saw last, never by asking the
 * database.
 */
final class OutboxHealthIndicator implements HealthIndicator {

    /** Several looks, and the longest a database is given to answer one. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final RelayThread thread;
    private final BacklogWatch watch;
    private final Duration oldestAge;

    OutboxHealthIndicator(RelayThread thread, BacklogWatch watch, Duration oldestAge) {
        this.thread = thread;
        this.watch = watch;
        this.oldestAge = oldestAge;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder();
        Seen seen = watch.seen();
        judge(health, seen);
        if (seen != null) {
            Backlog backlog = seen.backlog();
            health.withDetail("pending", backlog.pending())
                    .withDetail("oldestAge", Backlog.text(backlog.oldestAge()))
                    .withDetail("parked", backlog.parked())
                    .withDetail("partitions", seen.partitions());
        }
        return health.build();
    }

    private void judge(Health.Builder health, @Nullable Seen seen) {
        if (!thread.isRunning()) {
            health.unknown().withDetail("reason", "the relay is not started, or stopped");
        } else if (thread.hasDied()) {
            health.down()
                    .withDetail("reason", "the relay's thread has ended; this instance relays nothing any more")
                    .withDetail("action", "restart the instance; others take its partitions over");
        } else if (silence(seen).compareTo(LONGEST_SILENCE) > 0) {
            health.down()
                    .withDetail("reason", "the relay has not seen the outbox for " + Backlog.text(silence(seen)))
                    .withDetail(
                            "action", "see whether the database answers, and whether the pool has a connection left");
        } else if (seen == null) {
            health.unknown().withDetail("reason", "the relay has only just started");
        } else if (seen.backlog().oldestAge().compareTo(oldestAge) > 0) {
            health.status(Status.OUT_OF_SERVICE)
                    .withDetail("reason", "an event has waited longer than " + Backlog.text(oldestAge))
                    .withDetail(
                            "action",
                            "see whether the brokers answer and all topics exist; with on-refused=hold-key, requeue or"
                                    + " discard what is parked");
        } else {
            health.up();
        }
    }

    private Duration silence(@Nullable Seen seen) {
        return seen == null ? thread.runningFor() : seen.backlog().age();
    }
}
