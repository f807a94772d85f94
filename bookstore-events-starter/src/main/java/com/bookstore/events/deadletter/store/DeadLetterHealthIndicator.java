package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterIntake.Trouble;
import com.bookstore.events.deadletter.store.StatusWatch.Seen;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down if dead letters do not get into the store, however many are in it: from what was seen last, never by asking the database.
 */
final class DeadLetterHealthIndicator implements HealthIndicator {

    /** Several looks, and the longest a database is given to answer one. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    /** What could not be stored comes again sooner, unless another instance reads it now. */
    private static final Duration LONGEST_TROUBLE = Duration.ofMinutes(2);

    private final StatusWatch watch;
    private final DeadLetterIntake intake;
    private final Supplier<@Nullable MessageListenerContainer> listener;

    DeadLetterHealthIndicator(
            StatusWatch watch, DeadLetterIntake intake, Supplier<@Nullable MessageListenerContainer> listener) {
        this.watch = watch;
        this.intake = intake;
        this.listener = listener;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder();
        judge(health);
        Seen seen = watch.seen();
        if (seen != null) {
            for (DeadLetterStatus status : DeadLetterStatus.values()) {
                health.withDetail(
                        status.name().toLowerCase(Locale.ROOT), seen.counts().getOrDefault(status, 0L));
            }
        }
        return health.build();
    }

    private void judge(Health.Builder health) {
        MessageListenerContainer container = listener.get();
        Trouble trouble = intake.trouble();
        if (container != null && !container.isInExpectedState()) {
            health.down()
                    .withDetail("reason", "the listener that fills the store has stopped by itself")
                    .withDetail("action", "see why in the log, and restart the instance; others read on meanwhile");
        } else if (container == null || !container.isRunning() || !watch.isRunning()) {
            health.unknown().withDetail("reason", "the listener that fills the store is not started, or stopped");
        } else if (trouble != null && age(trouble).compareTo(LONGEST_TROUBLE) < 0) {
            health.down()
                    .withDetail("reason", "dead letters cannot be stored, and are read again and again")
                    .withDetail("error", trouble.cause())
                    .withDetail(
                            "action", "see whether the database answers and takes writes; they stay on their topic");
        } else if (watch.silence().compareTo(LONGEST_SILENCE) > 0) {
            health.down()
                    .withDetail(
                            "reason",
                            "the store has not been seen for " + watch.silence().truncatedTo(ChronoUnit.SECONDS))
                    .withDetail(
                            "action", "see whether the database answers, and whether the pool has a connection left");
        } else if (watch.seen() == null) {
            health.unknown().withDetail("reason", "the store has only just started");
        } else {
            health.up();
        }
    }

    private static Duration age(Trouble trouble) {
        return Duration.ofNanos(System.nanoTime() - trouble.at());
    }
}
