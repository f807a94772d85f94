package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventPage;
import com.bookstore.events.eventstore.EventStoreException.UnreadableEvent;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.eventstore.projection.JdbcProjectionTable.Row;
import com.bookstore.events.lease.JdbcNamedLeases;
import com.bookstore.events.lease.NamedLease;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs one projection, one batch after the other:
 *
 * <ol>
 *   <li>take its lease, unless another instance has it or the projection has failed, and read its position;
 *   <li>read the events behind the position, outside of a transaction;
 *   <li>in one transaction, give them to the projection and store the position behind them, if the lease is still this
 *       instance's and the position still where it was; if not, roll back.
 * </ol>
 *
 * <p>The position is stored last: an instance that stands still in the middle of a batch keeps nobody from taking over.
 * Used by one thread; the lease is renewed by another.
 */
final class ProjectionWorker {

    private static final Logger log = LoggerFactory.getLogger(ProjectionWorker.class);

    private static final long NOTED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int TAKES_PER_LEASE = 4;

    private final String name;
    private final Projection projection;
    private final ProjectionSource source;
    private final JdbcProjectionTable table;
    private final JdbcNamedLeases leases;
    private final TransactionTemplate transactions;
    private final EventRecorder recorder;
    private final ProjectionProperties settings;
    private final BatchSize batch;
    private final AtomicReference<@Nullable NamedLease> lease = new AtomicReference<>();
    private final OutagePause outages = new OutagePause();
    private final String owner = UUID.randomUUID().toString();

    private Place place = new Place(0, 0, false);
    private long takeAt = System.nanoTime();
    private long notedAt = takeAt;
    private int attempts;
    private volatile boolean hurry;

    ProjectionWorker(Projection projection, String name, ProjectionParts parts) {
        this.name = name;
        this.projection = projection;
        this.source = parts.source(projection.filter());
        this.table = parts.table();
        this.leases = parts.leases();
        this.transactions = parts.transactions();
        this.recorder = parts.recorder();
        this.settings = parts.settings();
        this.batch = new BatchSize(settings.batchSize(), settings.batchBytes().toBytes());
    }

    String name() {
        return name;
    }

    /** Whether this instance runs the projection, as far as it knows. */
    boolean isHere() {
        return lease.get() != null;
    }

    /** Goes one step further. */
    Rest work() {
        boolean failing = outages.isOne();
        try {
            Rest rest = step();
            if (failing && outages.isUnchanged()) {
                outages.end();
                log.info("The projection '{}' goes on", name);
            }
            return rest;
        } catch (LostProjectionException lost) {
            lose();
            return Rest.NONE;
        } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
            return outage(failure);
        }
    }

    private Rest step() {
        NamedLease held = held();
        if (held == null) {
            return Rest.IDLE;
        }
        Place from = place; // of this step: what else is done meanwhile must not make its end look right
        if (from.toReset()) {
            return attempt(held, from, 0, List.of(), projection::reset);
        }
        int count = batch.get();
        EventPage page;
        try {
            page = source.read(from.read(), count);
        } catch (UnreadableEvent unreadable) {
            return failed(held, from, count, "at reading behind " + from.read(), unreadable);
        }
        if (page.events().isEmpty()) {
            return passBy(held, from, page);
        }
        return attempt(held, from, page.position(), page.events(), () -> projection.project(page.events()));
    }

    /** The lease, taken if it is free and it is time to look. */
    private @Nullable NamedLease held() {
        NamedLease held = lease.get();
        if (held != null && !held.left().isNegative()) {
            return held;
        }
        if (held != null) {
            lose();
        }
        long now = System.nanoTime();
        if (now - takeAt < 0 && !hurry) {
            return null;
        }
        hurry = false;
        takeAt = now + settings.lease().toNanos() / TAKES_PER_LEASE;
        return take();
    }

    private @Nullable NamedLease take() {
        Optional<Row> before = table.find(name);
        if (before.isEmpty() || before.get().failed() || before.get().held()) {
            return null;
        }
        Optional<NamedLease> taken = leases.take(name, owner);
        if (taken.isEmpty()) {
            return null;
        }
        // what was read before may be an earlier owner's
        Optional<Row> row = table.find(name);
        if (row.isEmpty() || row.get().failed()) {
            leases.giveBack(taken.get());
            return null;
        }
        place = new Place(row.get().position(), row.get().position(), row.get().toReset());
        attempts = 0;
        lease.set(taken.get());
        log.info("Runs the projection '{}' from position {} on", name, place.stored());
        return taken.get();
    }

    /** Nothing here that it wants: that needs not be stored each time. */
    private Rest passBy(NamedLease held, Place from, EventPage page) {
        long to = page.position();
        boolean noted = to == from.stored();
        long now = System.nanoTime();
        if (!noted && now - notedAt >= 0) {
            notedAt = now + NOTED_EVERY_NANOS;
            if (!table.advanceAlone(held, from.stored(), to)) {
                throw new LostProjectionException(name);
            }
            noted = true;
        }
        place = new Place(noted ? to : from.stored(), to, false);
        return page.more() ? Rest.NONE : Rest.IDLE;
    }

    private Rest attempt(NamedLease held, Place from, long to, List<StoredEvent> events, Runnable work) {
        long start = System.nanoTime();
        try {
            transactions.executeWithoutResult(status -> {
                work.run();
                status.flush(); // what JPA has not written yet, so that the position is locked for as short as possible
                if (!table.advance(held, from.stored(), to)) {
                    throw new LostProjectionException(name);
                }
            });
        } catch (LostProjectionException lost) {
            throw lost;
        } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
            return failed(held, from, events.size(), where(events), failure);
        }
        if (from.toReset()) {
            log.info("Rebuilds the projection '{}' from the first event on", name);
        } else {
            recorder.projected(name, events.size(), System.nanoTime() - start);
            batch.saw(events);
        }
        place = new Place(to, to, false);
        attempts = 0;
        return Rest.NONE;
    }

    private Rest failed(NamedLease held, Place from, int events, String where, Throwable failure) {
        if (JdbcOutage.isBehind(failure)) {
            return outage(failure);
        }
        recorder.projectionFailed(name);
        batch.failed();
        if (events > 1) {
            log.warn("The projection '{}' failed at a batch, which is given to it one by one: {}", name, type(failure));
            return Rest.NONE;
        }
        attempts++;
        if (attempts < settings.retry().attempts()) {
            Duration pause = settings.retry().after(attempts);
            log.warn(
                    "The projection '{}' failed {}, attempt {} of {}, the next in {}: {}",
                    name,
                    where,
                    attempts,
                    settings.retry().attempts(),
                    pause,
                    type(failure));
            return Rest.of(pause);
        }
        giveUp(held, from, where, failure);
        return Rest.IDLE;
    }

    private void giveUp(NamedLease held, Place from, String where, Throwable failure) {
        if (!table.fail(held, from.stored(), "%s: %s".formatted(where, failure))) {
            throw new LostProjectionException(name);
        }
        lease.set(null);
        log.error(
                "The projection '{}' failed {}, at attempt {}, and has stopped. Restart it by the endpoint 'projections'"
                        + " when the cause is gone",
                name,
                where,
                attempts,
                failure);
    }

    private static String type(Throwable failure) {
        return failure.getClass().getName();
    }

    private static String where(List<StoredEvent> events) {
        return events.isEmpty() ? "when it was reset" : "at " + events.get(0);
    }

    /** The database does not answer, or the store cannot be read: as long as that lasts nothing is lost, only late. */
    private Rest outage(Throwable failure) {
        if (!outages.isOne()) {
            log.warn("The projection '{}' waits, as the database fails: {}", name, type(failure));
        }
        log.debug("The projection '{}' waits", name, failure);
        return Rest.of(outages.next());
    }

    /** Looks whether the projection is free, without waiting until it is time. */
    void hurry() {
        hurry = true;
    }

    /** Renews the lease, if there is one; called by another thread. */
    void renew() {
        NamedLease held = lease.get();
        if (held != null) {
            NamedLease renewed = leases.renew(held).orElse(null);
            lease.compareAndSet(held, renewed);
            if (renewed == null) {
                hurry();
            }
        }
    }

    /** Ends: others may go on at once. */
    void leave() {
        NamedLease held = lease.getAndSet(null);
        if (held != null) {
            try {
                leases.giveBack(held);
            } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
                log.debug("The lease of the projection '{}' could not be given back, it ends by itself", name, failure);
            }
        }
    }

    /** Another instance may have it now, or its position is another one: what is known here is old. */
    private void lose() {
        leave(); // if it is still this instance's, it need not wait for the end of the lease
        hurry();
        log.info("The projection '{}' is no longer this instance's", name);
    }
}
