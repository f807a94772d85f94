package com.bookstore.events.outbox;

import com.bookstore.events.lease.Holding;
import com.bookstore.events.lease.PartitionLeases;
import com.bookstore.events.outbox.OutboxProperties.Relay;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Relays stored events to Kafka, on a daemon thread of its own, over and over:
 *
 * <ol>
 *   <li>take a share of the outbox's partitions, and keep it by leases;
 *   <li>read their oldest events, in the order of their sequence numbers;
 *   <li>send all, and wait for Kafka's answers; no transaction is open meanwhile;
 *   <li>delete what is acknowledged, if the partitions are still this instance's.
 * </ol>
 *
 * <p>Whatever fails between, the events are still there: they are sent again, in the same order, with the same ids.
 */
final class OutboxRelay implements SmartLifecycle {

    /** Last but the producer's and the database's: what listeners store while they stop is still relayed. */
    static final int PHASE = Integer.MAX_VALUE / 2 - 1_000;

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_FAILURE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int RENEWALS_PER_LEASE = 4;

    private final JdbcOutboxTable table;
    private final OutboxSettlement settlement;
    private final PartitionLeases leases;
    private final RelayProducer producer;
    private final Relay settings;
    private final FetchSize fetchSize;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Map<String, Long> unavailableUntil = new HashMap<>();

    private String owner = "";
    private Holding holding = new Holding("", Map.of(), System.nanoTime());
    private long balancedAt;
    private long pause = FIRST_PAUSE_NANOS;
    private boolean failing;
    private volatile boolean running;
    private volatile long stopAt;
    private volatile @Nullable Thread thread;

    OutboxRelay(
            JdbcOutboxTable table,
            OutboxSettlement settlement,
            PartitionLeases leases,
            RelayProducer producer,
            Relay settings) {
        this.table = table;
        this.settlement = settlement;
        this.leases = leases;
        this.producer = producer;
        this.settings = settings;
        this.fetchSize =
                new FetchSize(settings.batchSize(), settings.batchBytes().toBytes());
    }

    /** Has the relay look at the table at once. */
    void wakeUp() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread relay = new Thread(this::run, "bookstore-events-outbox-relay");
        relay.setDaemon(true);
        thread = relay;
        relay.start();
    }

    private void run() {
        startOver();
        while (running) {
            try {
                rest(relayOnce());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                running = false;
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }
        leave();
    }

    /** Looks again at once where there was something; else after a pause that grows, unless something is stored here. */
    private void rest(boolean found) throws InterruptedException {
        if (failing) {
            log.info("The outbox is relayed again");
            failing = false;
        }
        pause = found ? FIRST_PAUSE_NANOS : Math.min(2 * pause, settings.pollInterval().toNanos());
        if (!found && wakeUps.tryAcquire(pause, TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
            pause = FIRST_PAUSE_NANOS;
        }
    }

    private void failed(RuntimeException failure) {
        if (!failing) {
            log.warn("The outbox is not relayed at the moment, its events wait: {}", failure.toString());
            failing = true;
        }
        pause = Math.min(2 * pause, LONGEST_FAILURE_PAUSE_NANOS);
        long until = System.nanoTime() + pause;
        while (running && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(Math.min(WAIT_NANOS, until - System.nanoTime()));
        }
    }

    /** Relays a batch if there is one. */
    private boolean relayOnce() throws InterruptedException {
        balanceIfDue();
        List<OutboxRow> rows = holding.partitions().isEmpty() ? List.of() : table.oldest(next());
        if (rows.isEmpty()) {
            return false;
        }
        fetchSize.saw(rows);
        RelayBatch batch = new RelayBatch(rows);
        batch.send(producer.get(), this::isStillOurs);
        if (!isAnswered(batch)) {
            producer.abandon();
        }
        settlement.settle(batch, owner);
        batch.unfinishedTopics().forEach(this::unavailable);
        if (!isStillOurs()) {
            startOver();
        }
        return true;
    }

    private JdbcOutboxTable.Read next() {
        long now = System.nanoTime();
        unavailableUntil.values().removeIf(until -> until - now <= 0);
        return new JdbcOutboxTable.Read(
                holding.partitions(),
                Set.copyOf(unavailableUntil.keySet()),
                settings.batchSize(),
                settings.batchBytes().toBytes(),
                fetchSize.get());
    }

    /** Waits for Kafka, as long as it goes on and the partitions are this instance's. */
    private boolean isAnswered(RelayBatch batch) throws InterruptedException {
        long open = batch.open();
        long progress = System.nanoTime();
        while (!batch.await(WAIT_NANOS)) {
            long now = System.nanoTime();
            if (batch.open() < open) {
                open = batch.open();
                progress = now;
            }
            if (!isStillOurs() || now - progress > STUCK_NANOS || isStopOverdue(now)) {
                return false;
            }
        }
        return true;
    }

    private boolean isStopOverdue(long now) {
        return !running && now - stopAt > 0;
    }

    /** Renews the leases when it is time. */
    private boolean isStillOurs() {
        long renewal = settings.lease().toNanos() * (RENEWALS_PER_LEASE - 1) / RENEWALS_PER_LEASE;
        if (holding.until() - System.nanoTime() > renewal) {
            return true;
        }
        Set<Integer> before = holding.partitions();
        try {
            holding = leases.renew(owner);
        } catch (RuntimeException failure) {
            log.debug("Leases could not be renewed", failure);
        }
        return holding.partitions().containsAll(before) && holding.isValidFor(Duration.ZERO);
    }

    private void balanceIfDue() {
        long interval = settings.lease().toNanos() / RENEWALS_PER_LEASE;
        if (System.nanoTime() - balancedAt >= interval) {
            Set<Integer> before = holding.partitions();
            holding = leases.balance(owner);
            balancedAt = System.nanoTime();
            if (!before.equals(holding.partitions())) {
                log.info(
                        "Relays {} of {} partitions of the outbox",
                        holding.partitions().size(),
                        OutboxRow.PARTITIONS);
            }
        } else if (!holding.isValidFor(Duration.ZERO)) {
            startOver();
        }
    }

    /** Under a new name, so that nothing of before can pass as the current owner's. */
    private void startOver() {
        owner = UUID.randomUUID().toString();
        holding = new Holding(owner, Map.of(), System.nanoTime());
        balancedAt = System.nanoTime() - settings.lease().toNanos();
    }

    private void unavailable(String topic, @Nullable Exception failure) {
        log.warn(
                "Events of topic '{}' wait in the outbox: {}",
                topic,
                failure == null ? "the broker does not answer" : failure.toString());
        unavailableUntil.put(
                topic, System.nanoTime() + settings.unavailableTopicDelay().toNanos());
    }

    private void leave() {
        producer.abandon();
        try {
            leases.leave(owner);
        } catch (RuntimeException failure) {
            log.debug("Leases could not be given back; they end by themselves", failure);
        }
    }

    /** Waits for the events on their way, up to the time that is configured. */
    @Override
    public void stop() {
        stopAt = System.nanoTime() + settings.stopTimeout().toNanos();
        running = false;
        wakeUp();
        Thread relay = thread;
        thread = null;
        if (relay != null) {
            try {
                relay.join(settings.stopTimeout()
                        .plus(settings.lease().dividedBy(2))
                        .toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
