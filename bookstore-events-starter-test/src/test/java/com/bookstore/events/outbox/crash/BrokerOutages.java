package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Takes brokers, or the network to them, away from services that relay. */
final class BrokerOutages {

    private final OutboxBench bench;
    private final OutboxWriters writers;
    private final Random random;
    private final Duration outage;

    /**
     * Describes outages.
     *
     * @param outage how long all brokers are away
     */
    BrokerOutages(OutboxBench bench, OutboxWriters writers, Random random, Duration outage) {
        this.bench = bench;
        this.writers = writers;
        this.random = random;
        this.outage = outage;
    }

    /** The broker has what it does not say that it has; then its client dies, and the others go on. */
    void loseAnswers(ChildJvm victim, List<ChildJvm> others, String run) {
        victim.order("slow", "PT0.002S");
        long before = bench.topic().size();
        writers.writeWhile(run, () -> {
            victim.order("relay");
            Patience.until(() -> bench.topic().size() > before);
            bench.network().loseAnswers();
            Patience.pause(Duration.ofMillis(200 + random.nextInt(800)));
            victim.close();
            bench.network().heal();
            others.forEach(relay -> relay.order("relay"));
        });
    }

    /** One instance stops while the brokers are away, and starts again when they are back. */
    void killAll(List<ChildJvm> relays, String run) {
        int relayed = random.nextInt(20);
        long before = bench.topic().size();
        writers.writeWhile(run, () -> {
            relays.forEach(relay -> relay.order("relay"));
            Patience.until(() -> bench.topic().size() > before + relayed);
            bench.brokers().kill();
        });
        writers.write(run);
        Patience.pause(outage);
        relays.get(0).order("rest");
        bench.brokers().restart();
        relays.get(0).order("relay");
    }

    /** One batch whose first events are a good deal older than its last ones when the broker comes back. */
    void endWhileBatchesExpire(ChildJvm relay, String run) {
        fillTheNextBatch(relay, run, () -> bench.network().cut());
        relay.order("release");
        Patience.pause(Duration.ofMillis(3_800 + random.nextInt(800)));
        bench.network().heal();
    }

    /**
     * As above, but what ends the outage is that another broker becomes leader: six seconds after the last sign of life
     * of the one that was. Returns how many events wait for that one to be back.
     */
    int killLeader(ChildJvm relay, String run, Duration patience) throws Exception {
        bench.topic().awaitInSync(bench.brokers().count());
        int leader = bench.topic().leader(run + "/a0");
        fillTheNextBatch(relay, run, () -> bench.brokers().kill(leader));
        Patience.pause(Duration.ofMillis(1_300 + random.nextInt(600)));
        relay.order("release");
        Patience.atMost(patience.plusSeconds(10), () -> bench.left() == 0);
        int left = bench.left();
        bench.brokers().restart();
        return left;
    }

    private void fillTheNextBatch(ChildJvm relay, String run, Runnable fault) {
        relay.order("arm", CrashPoint.BEFORE_DELETE.name(), "1", "true");
        writers.write(run, 1, 2);
        relay.order("relay");
        relay.awaitReached(CrashPoint.BEFORE_DELETE);
        fault.run();
        writers.write(run, 1, 25);
        relay.order("slow", "PT0.05S");
    }
}
