package com.bookstore.events.outbox.crash;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.outbox.crash.OutboxFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** Makes a fault happen to a service, has other instances go on, and says what does not hold. */
final class OutboxScenarios {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WITH_A_MUTATION = Duration.ofSeconds(6);
    private static final Duration MOST_FOR_A_STOP = Duration.ofSeconds(15);
    private static final int ACCOUNTS = 24;
    private static final int TRANSACTIONS = 70;

    private final OutboxBench bench;
    private final Random random;
    private final int instances;
    private final Duration outage;
    private final List<ChildJvm> running = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * Describes scenarios.
     *
     * @param instances how many relay at once, at least 2
     * @param outage how long a broker is away
     */
    OutboxScenarios(OutboxBench bench, Random random, int instances, Duration outage) {
        this.bench = bench;
        this.random = random;
        this.instances = instances;
        this.outage = outage;
    }

    /** Returns the violations. */
    List<String> run(OutboxFault fault, OutboxMutation mutation, String run) throws Exception {
        running.clear();
        violations.clear();
        Duration patience = mutation == OutboxMutation.NONE ? PATIENCE : PATIENCE_WITH_A_MUTATION;
        bench.addAccounts(run, ACCOUNTS);
        for (int i = 0; i < instances; i++) {
            ChildJvm relay = bench.relays().take();
            relay.order("mutate", mutation.name());
            running.add(relay);
        }
        try {
            happen(fault, mutation, patience, run);
            awaitEmpty(patience);
            for (ChildJvm relay : running) {
                relay.order("slow", "PT0S");
                relay.order("rest");
                relay.order("mutate", OutboxMutation.NONE.name());
                bench.relays().giveBack(relay);
            }
            violations.addAll(bench.verdict(run).violations(bench.left()));
        } catch (Exception | Error failure) {
            bench.relays().close();
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
            case ANSWERS_LOST -> loseAnswers(run);
            case STOPPED -> holdRelay(fault, patience, run);
            case DISCONNECTED -> disconnectRelay(fault.point(), run);
            case BROKER_KILLED -> killBroker(run);
            case OUTAGE_ENDS -> endOutageWhileBatchesExpire(run);
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
        victim.tell(write(run, ACCOUNTS, TRANSACTIONS));
        victim.awaitHalt(point);
        write(run);
    }

    private void crashRelay(CrashPoint point, String run) {
        ChildJvm victim = running.remove(0);
        int hit = point == CrashPoint.BEFORE_DELETE ? 1 : 1 + random.nextInt(20);
        victim.order("arm", point.name(), Integer.toString(hit), "false");
        writeWhile(run, () -> {
            victim.order("relay");
            relayAll();
            victim.awaitHalt(point);
        });
    }

    private void killRelay(String run) {
        ChildJvm victim = running.remove(0);
        victim.order("slow", "PT0.005S");
        writeWhile(run, () -> {
            victim.order("relay");
            int relayed = 1 + random.nextInt(30);
            long before = bench.topic().size();
            until(() -> bench.topic().size() >= before + relayed);
            victim.close();
            relayAll();
        });
    }

    private void loseAnswers(String run) {
        ChildJvm victim = running.remove(0);
        victim.order("slow", "PT0.002S");
        writeWhile(run, () -> {
            victim.order("relay");
            long before = bench.topic().size();
            until(() -> bench.topic().size() > before);
            bench.network().loseAnswers();
            pause(Duration.ofMillis(200 + random.nextInt(800)));
            victim.close();
            bench.network().heal();
            relayAll();
        });
    }

    /** Others take its partitions meanwhile; then it goes on as if nothing had been. */
    private void holdRelay(OutboxFault fault, Duration patience, String run) {
        ChildJvm victim = running.get(0);
        victim.order("arm", fault.point().name(), Integer.toString(1 + random.nextInt(20)), "true");
        write(run);
        victim.order("relay");
        victim.awaitReached(fault.point());
        victim.suspend();
        running.subList(1, running.size()).forEach(relay -> relay.order("relay"));
        try {
            awaitEmpty(patience);
            if (bench.left() > 0) {
                violations.add("L: " + bench.left() + " events wait for an instance that stands still");
            }
        } finally {
            victim.resume();
        }
        victim.order("release");
        write(run);
    }

    /** It is alone, so it has to go on by itself. */
    private void disconnectRelay(CrashPoint point, String run) {
        ChildJvm victim = running.get(0);
        victim.order("arm", point.name(), "1", "true");
        write(run);
        victim.order("relay");
        victim.awaitReached(point);
        bench.killConnections();
        victim.order("release");
    }

    /** One instance stops while the broker is away, and starts again when it is back. */
    private void killBroker(String run) {
        writeWhile(run, () -> {
            relayAll();
            long before = bench.topic().size();
            int relayed = random.nextInt(20);
            until(() -> bench.topic().size() > before + relayed);
            bench.broker().kill();
        });
        write(run);
        pause(outage);
        running.get(0).order("rest");
        bench.broker().restart();
        running.get(0).order("relay");
    }

    /** One batch whose first events are a good deal older than its last ones when the broker comes back. */
    private void endOutageWhileBatchesExpire(String run) {
        ChildJvm relay = running.get(0);
        ChildJvm writer = bench.writers().take();
        relay.order("arm", CrashPoint.BEFORE_DELETE.name(), "1", "true");
        writer.order(write(run, 1, 2));
        relay.order("relay");
        relay.awaitReached(CrashPoint.BEFORE_DELETE);
        bench.network().cut();
        writer.order(write(run, 1, 25));
        bench.writers().giveBack(writer);
        relay.order("slow", "PT0.05S");
        relay.order("release");
        pause(Duration.ofMillis(3_800 + random.nextInt(800)));
        bench.network().heal();
    }

    private void poison(String run) throws Exception {
        relayAll();
        ChildJvm writer = bench.writers().take();
        for (Poison poison : List.of(Poison.TOO_LARGE, Poison.IMPOSSIBLE_TOPIC, Poison.UNKNOWN_TOPIC)) {
            writer.order(write(run, ACCOUNTS, 10));
            writer.order("poison", run, "a" + random.nextInt(10), poison.name());
        }
        writer.order(write(run, ACCOUNTS, 10));
        bench.writers().giveBack(writer);
        String later = Poison.UNKNOWN_TOPIC.topic();
        awaitAtMost(PATIENCE_WITH_A_MUTATION.multipliedBy(2), () -> bench.left() == bench.waiting(later));
        bench.topic().create(later, 1);
        awaitAtMost(PATIENCE, () -> bench.waiting(later) == 0);
        bench.topic().delete(later);
    }

    private void writeWithTwoClocks(String run) {
        relayAll();
        ChildJvm fast = bench.writers().take();
        ChildJvm slow = bench.writers().take();
        fast.order("clock", "PT1H");
        slow.order("clock", "PT-1H");
        String one = fast.tell(write(run, ACCOUNTS, TRANSACTIONS));
        String other = slow.tell(write(run, ACCOUNTS, TRANSACTIONS));
        fast.awaitDone(one);
        slow.awaitDone(other);
        for (ChildJvm writer : List.of(fast, slow)) {
            writer.order("clock", "PT0S");
            bench.writers().giveBack(writer);
        }
    }

    private void terminate(OutboxFault fault, String run) {
        ChildJvm victim = running.remove(0);
        write(run);
        boolean withoutBroker = fault.kind() == Kind.TERMINATED_WITHOUT_BROKER;
        victim.order("slow", "PT0.02S");
        long before = bench.topic().size();
        victim.order("relay");
        if (withoutBroker) {
            bench.network().cut();
        } else {
            until(() -> bench.topic().size() > before);
            bench.network().delay(Duration.ofMillis(100 + random.nextInt(300)));
        }
        pause(Duration.ofMillis(200 + random.nextInt(800)));
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

    private static String[] write(String run, int accounts, int transactions) {
        return new String[] {"write", run, Integer.toString(accounts), Integer.toString(transactions)};
    }

    private void write(String run) {
        ChildJvm writer = bench.writers().take();
        writer.order(write(run, ACCOUNTS, TRANSACTIONS));
        bench.writers().giveBack(writer);
    }

    private void writeWhile(String run, Runnable fault) {
        ChildJvm writer = bench.writers().take();
        String writing = writer.tell(write(run, ACCOUNTS, TRANSACTIONS));
        fault.run();
        writer.awaitDone(writing);
        bench.writers().giveBack(writer);
    }

    private void awaitEmpty(Duration atMost) {
        awaitAtMost(atMost, () -> bench.left() == 0);
    }

    /** What is not so by then shows in the verdict. */
    private static void awaitAtMost(Duration atMost, Callable<Boolean> condition) {
        try {
            await().atMost(atMost).pollInterval(Duration.ofMillis(50)).until(condition);
        } catch (ConditionTimeoutException late) {
            // the verdict says so
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
