package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.CrashServices;
import com.bookstore.events.crash.Patience;
import com.bookstore.events.outbox.crash.OutboxFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a fault happen to a service, has other instances go on, and says what does not hold. */
final class OutboxScenarios {

    private static final Duration MOST_FOR_A_STOP = Duration.ofSeconds(7);
    private static final Duration TIME_TO_HALT = Duration.ofSeconds(5);
    private static final int MOST_WRITES = 10;

    private final OutboxBench bench;
    private final Random random;
    private final int instances;
    private final OutboxWriters writers;
    private final BrokerOutages outages;
    private final List<ChildJvm> running = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * Describes scenarios.
     *
     * @param instances how many relay at once, at least 2
     * @param outage how long all brokers are away
     */
    OutboxScenarios(OutboxBench bench, Random random, int instances, Duration outage) {
        this.bench = bench;
        this.random = random;
        this.instances = instances;
        this.writers = new OutboxWriters(bench.writers());
        this.outages = new BrokerOutages(bench, writers, random, outage);
    }

    /** Returns the violations. */
    List<String> run(OutboxFault fault, OutboxMutation mutation, String run) throws Exception {
        running.clear();
        violations.clear();
        Duration patience = mutation == OutboxMutation.NONE ? Patience.USUAL : Patience.WITH_A_MUTATION;
        CrashServices relays = mutation == OutboxMutation.UNBOUNDED_STOP ? bench.relaysThatNeverStop() : bench.relays();
        bench.addAccounts(run, OutboxWriters.ACCOUNTS);
        for (int i = 0; i < instances; i++) {
            ChildJvm relay = relays.take();
            relay.order("mutate", mutation.name());
            running.add(relay);
        }
        try {
            happen(fault, mutation, patience, run);
            Patience.atMost(patience, () -> bench.left() == 0);
            for (ChildJvm relay : running) {
                relay.order("slow", "PT0S");
                relay.order("rest");
                relay.order("mutate", OutboxMutation.NONE.name());
                relays.giveBack(relay);
            }
            violations.addAll(bench.verdict(run).violations(bench.left()));
        } catch (Exception | Error failure) {
            relays.close();
            throw failure;
        } finally {
            bench.network().heal();
            bench.clear();
        }
        return List.copyOf(violations);
    }

    private void happen(OutboxFault fault, OutboxMutation mutation, Duration patience, String run) throws Exception {
        switch (fault.kind()) {
            case WRITER -> crashWriter(fault.point(), mutation, run);
            case RELAY -> crashRelay(fault.point(), run);
            case RELAY_KILLED -> killRelay(run);
            case ANSWERS_LOST -> outages.loseAnswers(running.remove(0), running, run);
            case STOPPED -> holdRelay(fault, patience, run);
            case DISCONNECTED -> disconnectRelay(fault.point(), run);
            case BROKERS_KILLED -> outages.killAll(running, run);
            case LEADER_KILLED -> killLeader(patience, run);
            case OUTAGE_ENDS -> outages.endWhileBatchesExpire(running.get(0), run);
            case POISON -> poison(run);
            case CLOCKS -> writeWithTwoClocks(run);
            case TERMINATED, TERMINATED_WITHOUT_BROKER -> terminate(fault, run);
        }
    }

    private void crashWriter(CrashPoint point, OutboxMutation mutation, String run) {
        relayAll();
        ChildJvm victim = bench.writers().take();
        victim.order("mutate", mutation.name());
        victim.order("arm", point.name(), Integer.toString(1 + random.nextInt(100)), "false");
        victim.tell(OutboxWriters.command(run));
        victim.awaitHalt(point);
        writers.write(run);
    }

    private void crashRelay(CrashPoint point, String run) {
        ChildJvm victim = running.remove(0);
        int hit = point == CrashPoint.BEFORE_DELETE ? 1 : 1 + random.nextInt(20);
        victim.order("arm", point.name(), Integer.toString(hit), "false");
        writers.writeWhile(run, () -> {
            victim.order("relay");
            relayAll();
        });
        // the others may have relayed all of it before it owned a partition
        for (int more = 0; more < MOST_WRITES && !victim.endsWithin(TIME_TO_HALT); more++) {
            writers.write(run);
        }
        victim.awaitHalt(point);
    }

    private void killRelay(String run) {
        ChildJvm victim = running.remove(0);
        victim.order("slow", "PT0.005S");
        int relayed = 1 + random.nextInt(30);
        long before = bench.topic().size();
        writers.writeWhile(run, () -> {
            victim.order("relay");
            Patience.until(() -> bench.topic().size() >= before + relayed);
            victim.close();
            relayAll();
        });
    }

    /** Others take its partitions meanwhile; then it goes on as if nothing had been. */
    private void holdRelay(OutboxFault fault, Duration patience, String run) {
        ChildJvm victim = running.get(0);
        victim.order("arm", fault.point().name(), Integer.toString(1 + random.nextInt(20)), "true");
        writers.write(run);
        victim.order("relay");
        victim.awaitReached(fault.point());
        victim.suspend();
        running.subList(1, running.size()).forEach(relay -> relay.order("relay"));
        try {
            Patience.atMost(patience, () -> bench.left() == 0);
            if (bench.left() > 0) {
                violations.add("L: " + bench.left() + " events wait for an instance that stands still");
            }
        } finally {
            victim.resume();
        }
        victim.order("release");
        writers.write(run);
    }

    /** It is alone, so it has to go on by itself. */
    private void disconnectRelay(CrashPoint point, String run) {
        ChildJvm victim = running.get(0);
        victim.order("arm", point.name(), "1", "true");
        writers.write(run);
        victim.order("relay");
        victim.awaitReached(point);
        bench.killConnections();
        victim.order("release");
    }

    private void killLeader(Duration patience, String run) throws Exception {
        int left = outages.killLeader(running.get(0), run, patience);
        if (left > 0) {
            violations.add("L: " + left + " events wait for a broker that is down");
        }
    }

    private void poison(String run) throws Exception {
        relayAll();
        ChildJvm writer = bench.writers().take();
        for (Poison poison : List.of(Poison.TOO_LARGE, Poison.IMPOSSIBLE_TOPIC, Poison.UNKNOWN_TOPIC)) {
            writer.order(OutboxWriters.command(run, OutboxWriters.ACCOUNTS, 10));
            writer.order("poison", run, "a" + random.nextInt(10), poison.name());
        }
        writer.order(OutboxWriters.command(run, OutboxWriters.ACCOUNTS, 10));
        bench.writers().giveBack(writer);
        String later = Poison.UNKNOWN_TOPIC.topic();
        Patience.atMost(Patience.WITH_A_MUTATION.multipliedBy(2), () -> bench.left() == bench.waiting(later));
        bench.topic().create(later, 1);
        Patience.atMost(Patience.USUAL, () -> bench.waiting(later) == 0);
        bench.topic().delete(later);
    }

    private void writeWithTwoClocks(String run) {
        relayAll();
        ChildJvm fast = bench.writers().take();
        ChildJvm slow = bench.writers().take();
        fast.order("clock", "PT1H");
        slow.order("clock", "PT-1H");
        String one = fast.tell(OutboxWriters.command(run));
        String other = slow.tell(OutboxWriters.command(run));
        fast.awaitDone(one);
        slow.awaitDone(other);
        for (ChildJvm writer : List.of(fast, slow)) {
            writer.order("clock", "PT0S");
            bench.writers().giveBack(writer);
        }
    }

    private void terminate(OutboxFault fault, String run) {
        ChildJvm victim = running.remove(0);
        writers.write(run);
        boolean withoutBroker = fault.kind() == Kind.TERMINATED_WITHOUT_BROKER;
        victim.order("slow", "PT0.02S");
        long before = bench.topic().size();
        victim.order("relay");
        Patience.until(() -> bench.topic().size() > before);
        if (withoutBroker) {
            bench.network().cut();
        } else {
            bench.network().delay(Duration.ofMillis(100 + random.nextInt(300)));
        }
        Patience.pause(Duration.ofMillis(200 + random.nextInt(800)));
        victim.terminate();
        if (!victim.endsWithin(MOST_FOR_A_STOP)) {
            violations.add("B: did not stop within " + MOST_FOR_A_STOP);
        }
        victim.close();
        bench.network().heal();
        relayAll();
    }

    private void relayAll() {
        running.forEach(relay -> relay.order("relay"));
    }
}
