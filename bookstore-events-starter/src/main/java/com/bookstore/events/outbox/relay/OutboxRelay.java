package com.bookstore.events.outbox.relay;

import com.bookstore.events.lease.Holding;
import com.bookstore.events.outbox.relay.JdbcRelayTable.Read;
import com.bookstore.events.outbox.relay.OutboxRelayProperties.OnRefused;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Relays stored events to Kafka, one batch after the other:
 *
 * <ol>
 *   <li>take a share of the outbox's partitions, and keep it by leases;
 *   <li>read their oldest events, in the order of their sequence numbers;
 *   <li>send all, and wait for Kafka's answers; no transaction is open meanwhile;
 *   <li>delete what is acknowledged, if the partitions are still this instance's.
 * </ol>
 *
 * <p>Whatever fails between, the events are still there: they are sent again, in the same order, with the same ids. Used by
 * one thread.
 */
final class OutboxRelay {

    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final JdbcRelayTable table;
    private final OutboxSettlement settlement;
    private final RelayShare share;
    private final RelayProducer producer;
    private final BacklogWatch backlog;
    private final OutboxRelayProperties settings;
    private final FetchSize fetchSize;
    private final UnavailableTopics unavailable;
    private final DoubtfulEvents doubtful = new DoubtfulEvents();
    private final LongSupplier nanoTime;
    private final Pace pastWaiting;
    private final OneOfEachKey oneOfEachKey;

    OutboxRelay(
            JdbcRelayTable table,
            OutboxSettlement settlement,
            RelayShare share,
            RelayProducer producer,
            BacklogWatch backlog,
            OutboxRelayProperties settings,
            LongSupplier nanoTime) {
        this.table = table;
        this.settlement = settlement;
        this.share = share;
        this.producer = producer;
        this.backlog = backlog;
        this.settings = settings;
        this.fetchSize =
                new FetchSize(settings.batchSize(), settings.batchBytes().toBytes());
        this.unavailable = new UnavailableTopics(settings.unavailableTopicDelay());
        this.nanoTime = nanoTime;
        this.pastWaiting = new Pace(nanoTime);
        this.oneOfEachKey = new OneOfEachKey(nanoTime);
    }

    /**
     * Relays a batch, if there is one.
     *
     * @param mayGoOn asked now and then with the time, whether to wait any longer
     * @return whether there was one
     * @throws RuntimeException if the database fails; nothing is lost
     */
    boolean relay(LongPredicate mayGoOn) throws InterruptedException {
        share.balance();
        look();
        List<RelayRow> rows = doubtful.next(read(share.holding()));
        if (rows.isEmpty()) {
            return false;
        }
        long start = System.nanoTime();
        RelayBatch batch = new RelayBatch(rows, producer::stopSending);
        Holding holding = share.holding();
        try {
            batch.send(producer.get(), holding::currentMillis, this::keep);
            awaitAnswers(batch, mayGoOn);
            List<RelayRow> acknowledged = settlement.settle(batch, holding.owner(), start);
            unavailable.reached(acknowledged);
            doubtful.saw(batch);
            batch.closedTopics().forEach((topic, failure) -> unavailable.add(topic, failure.toString()));
        } finally {
            if (batch.needsNewProducer()) {
                producer.discard();
            }
        }
        return true;
    }

    /** Both are due every few seconds, whatever else goes on. */
    private boolean keep() {
        boolean kept = share.keep();
        look();
        return kept;
    }

    private void look() {
        backlog.look(share.holding().partitions().size());
    }

    /** Whoever looks past the events of topics that are unavailable reads all of them, each time. */
    private List<RelayRow> read(Holding holding) {
        Set<String> without = unavailable.names();
        if (holding.partitions().isEmpty() || (!without.isEmpty() && !pastWaiting.isDue())) {
            return List.of();
        }
        Read read = new Read(
                holding.partitions(),
                without,
                List.of(),
                fetchSize.get(),
                settings.batchBytes().toBytes());
        long start = nanoTime.getAsLong();
        List<RelayRow> rows = table.oldest(read);
        fetchSize.saw(rows);
        if (!without.isEmpty() && !read.isFilledBy(rows)) {
            pastWaiting.looked(start);
        }
        return settings.onRefused() == OnRefused.HOLD_KEY ? oneOfEachKey.of(rows, read, table::oldest) : rows;
    }

    /** Waits for Kafka, as long as it goes on and the partitions are this instance's. */
    private void awaitAnswers(RelayBatch batch, LongPredicate mayGoOn) throws InterruptedException {
        long open = batch.open();
        long progress = System.nanoTime();
        while (!batch.await(WAIT_NANOS)) {
            long now = System.nanoTime();
            if (batch.open() < open) {
                open = batch.open();
                progress = now;
            }
            boolean stuck = now - progress > STUCK_NANOS;
            if (stuck) {
                batch.openTopics().forEach(topic -> unavailable.add(topic, "the broker does not answer"));
            }
            if (stuck || !keep() || !mayGoOn.test(now)) {
                batch.giveUp();
                return;
            }
        }
    }

    /** Ends: nothing is sent any more, and others may go on at once. */
    void leave() {
        producer.discard();
        share.leave();
    }
}
