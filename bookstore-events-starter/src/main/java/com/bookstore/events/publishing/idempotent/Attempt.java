package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.publishing.idempotent.IdempotentPublication.AlreadyPublished;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.InProgress;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One attempt at a publication. Of the attempts of this process at one key, the first leads and the others follow it. */
final class Attempt extends CompletableFuture<IdempotentPublication> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Publication publication;
    private final Deadline deadline;
    private final Map<String, Attempt> leaders;

    private Duration pause = FIRST_PAUSE;
    private long firstFoundInProgress;
    private @Nullable Deadline inProgress;

    Attempt(Publication publication, Deadline deadline, Map<String, Attempt> leaders) {
        this.publication = publication;
        this.deadline = deadline;
        this.leaders = leaders;
    }

    Publication publication() {
        return publication;
    }

    Deadline deadline() {
        return deadline;
    }

    void succeed(IdempotentPublication outcome) {
        leaders.remove(publication.key(), this);
        complete(outcome);
    }

    void fail(Throwable failure) {
        leaders.remove(publication.key(), this);
        completeExceptionally(failure);
    }

    /**
     * Takes the outcome of the attempt it followed.
     *
     * @return whether that outcome says enough; if not, this one must make its own way
     */
    boolean take(Attempt leader, @Nullable IdempotentPublication outcome, @Nullable Throwable failure) {
        boolean same = publication.isSameAs(leader.publication);
        if (outcome != null && same) {
            succeed(new AlreadyPublished(outcome.sent()));
        } else if (outcome != null) {
            fail(new KeyReused(publication.key()));
        } else if (failure != null && same && !(failure instanceof OutcomePending)) {
            fail(failure);
        } else {
            return false;
        }
        return true;
    }

    /**
     * Notes that another instance has the key.
     *
     * @return how long to wait before the key is claimed again; {@code null} if the wait is over
     */
    @Nullable
    Duration waitForOther(Duration longestWait, Duration remaining) {
        if (inProgress == null) {
            inProgress = Deadline.in(longestWait);
            firstFoundInProgress = System.nanoTime();
        }
        if (inProgress.isOver()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - firstFoundInProgress);
            fail(new InProgress(publication.key(), waited, remaining));
            return null;
        }
        Duration next = shortest(pause, shortest(inProgress.left(), remaining.plusMillis(1)));
        pause = shortest(pause.multipliedBy(2), LONGEST_PAUSE);
        return next;
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
