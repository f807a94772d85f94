package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.idempotency.ClaimResult;
import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Conflict;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.AlreadyPublished;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where attempts of many callers meet, so that they share the round trips to the store:
 *
 * <ol>
 *   <li>An attempt whose key another attempt of this process has follows that one. The others gather.
 *   <li>A thread claims what has gathered in one batch.
 *   <li>Another thread sends what was granted, all asynchronously, while the next batch is claimed.
 *   <li>As the broker answers, a third thread confirms, releases or forgets in batches; then the attempts end.
 *   <li>A key that another instance has is claimed again after a while, until the wait is over.
 * </ol>
 *
 * How much gathers is bounded by {@link Room}.
 */
final class PublicationPipeline {

    private final IdempotencyStore store;
    private final EventPublisher events;
    private final Lease lease;
    private final Duration inProgressWait;
    private final Map<String, Attempt> leaders = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timers = timers();
    private final AsyncPublication.Alarms alarms = new AsyncPublication.Alarms(this);
    private final Room room;
    private final Settlements settlements;
    private final BatchWorker<Attempt> claims;
    private final BatchWorker<Runnable> grants;

    /** One batch is sent and one claimed. With more, the last one's lease would run while those before it are sent. */
    private final Semaphore ahead = new Semaphore(2);

    private volatile boolean closed;

    PublicationPipeline(
            IdempotencyStore store,
            EventPublisher events,
            EventRecorder recorder,
            Lease lease,
            IdempotentPublishingProperties settings) {
        this.store = store;
        this.events = events;
        this.lease = lease;
        this.inProgressWait = settings.inProgressWait();
        this.room = new Room(settings.maxPending(), settings.maxBlock());
        this.settlements = new Settlements(store, recorder, settings.batchSize());
        this.grants = new BatchWorker<>(
                "bookstore-events-grants", 1, answers -> answers.forEach(Runnable::run), (answers, failure) -> {});
        this.claims = new BatchWorker<>("bookstore-events-claims", settings.batchSize(), this::claim, Attempt::fail);
    }

    Room room() {
        return room;
    }

    AsyncPublication.Alarms alarms() {
        return alarms;
    }

    private static ScheduledThreadPoolExecutor timers() {
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "bookstore-events-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    /** Does work later, also if this is closed meanwhile. Returns what cancels it; {@code null} if this is closed already. */
    @Nullable
    Future<?> after(Duration pause, Runnable work) {
        try {
            return timers.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException isClosed) {
            return null;
        }
    }

    /** Makes one attempt; the future fails with the reason, nothing is thrown. */
    Attempt start(Publication publication, Deadline deadline) {
        Attempt attempt = new Attempt(publication, deadline, leaders);
        join(attempt);
        return attempt;
    }

    /** Waits until nothing is under way, at most so long; what is then still there fails. */
    void close(Duration timeout) {
        room.close(timeout);
        closed = true;
        claims.close().forEach(PublicationPipeline::abandon);
        grants.close();
        settlements.close();
        new ArrayList<>(leaders.values()).forEach(PublicationPipeline::abandon);
        timers.shutdown();
    }

    private void join(Attempt attempt) {
        Attempt leader = leaders.putIfAbsent(attempt.publication().key(), attempt);
        if (leader == null) {
            enqueue(attempt);
        } else {
            var unused = leader.whenComplete((outcome, failure) -> follow(attempt, leader, outcome, failure));
        }
    }

    private void follow(
            Attempt attempt, Attempt leader, @Nullable IdempotentPublication outcome, @Nullable Throwable failure) {
        if (!attempt.take(leader, outcome, failure)) {
            join(attempt);
        }
    }

    private void enqueue(Attempt attempt) {
        if (closed || !claims.add(attempt)) {
            abandon(attempt);
        }
    }

    private static void abandon(Attempt attempt) {
        attempt.fail(new OutcomePending(attempt.publication().key(), Reason.STOPPED));
    }

    private void claim(List<Attempt> gathered) {
        List<Attempt> batch = new ArrayList<>(gathered.size());
        List<Claim> wanted = new ArrayList<>(gathered.size());
        for (Attempt attempt : gathered) {
            if (attempt.deadline().isOver()) {
                attempt.fail(new OutcomePending(attempt.publication().key(), Reason.DEADLINE));
            } else {
                batch.add(attempt);
                wanted.add(attempt.publication().claim());
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        ahead.acquireUninterruptibly();
        try {
            claimAndHandOver(batch, wanted);
        } catch (RuntimeException | Error failure) {
            ahead.release();
            throw failure;
        }
    }

    private void claimAndHandOver(List<Attempt> batch, List<Claim> wanted) {
        ClaimedEvents granted = new ClaimedEvents(events, settlements, Deadline.in(lease.untilLastSend()));
        List<ClaimResult> results = store.claim(wanted, lease.duration());
        boolean handedOver = grants.add(() -> {
            try {
                handle(batch, results, granted);
            } finally {
                ahead.release();
            }
        });
        if (!handedOver) {
            batch.forEach(PublicationPipeline::abandon);
            ahead.release();
        }
    }

    private void handle(List<Attempt> batch, List<ClaimResult> results, ClaimedEvents granted) {
        for (int i = 0; i < batch.size(); i++) {
            Attempt attempt = batch.get(i);
            try {
                handle(attempt, results.get(i), granted);
            } catch (RuntimeException failure) {
                attempt.fail(failure);
            }
        }
    }

    private void handle(Attempt attempt, ClaimResult result, ClaimedEvents granted) {
        if (result instanceof Granted claim) {
            granted.send(attempt, claim);
        } else if (result instanceof AlreadyConfirmed confirmed) {
            attempt.succeed(
                    new AlreadyPublished(ClaimTexts.sent(confirmed.key(), confirmed.event(), confirmed.outcome())));
        } else if (result instanceof InProgress other) {
            claimAgain(attempt, other);
        } else if (result instanceof Conflict) {
            attempt.fail(new KeyReused(attempt.publication().key()));
        }
    }

    private void claimAgain(Attempt attempt, InProgress other) {
        Duration pause = attempt.waitForOther(inProgressWait, other.remaining());
        if (pause != null && after(pause, () -> enqueue(attempt)) == null) {
            abandon(attempt);
        }
    }
}
