package com.bookstore.events.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/** Makes a fault happen to a service, has another one go on, and says what does not hold. */
final class CrashScenarios {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long MILLIS_TO_BEGIN_TOGETHER = 200;

    private final CrashBench bench;
    private final CrashServices services;
    private final Random random;

    CrashScenarios(CrashBench bench, CrashServices services, Random random) {
        this.bench = bench;
        this.services = services;
        this.random = random;
    }

    /** Returns the violations. */
    List<String> run(Fault fault, Mutation mutation, String id) throws Exception {
        boolean anyMoment = fault.point() == CrashPoint.NONE && fault.kind() != Fault.Kind.TWO_PUBLISHERS;
        Run run = wanted(anyMoment ? new Run(id, 10, 30) : new Run(id, 4, 5));
        try {
            happen(fault, mutation, run);
        } catch (Exception | Error failure) {
            services.close();
            throw failure;
        }
        CrashVerdict verdict = bench.verdict(run);
        List<String> violations = new ArrayList<>(verdict.violations());
        if (fault.kind() == Fault.Kind.TWO_PUBLISHERS) {
            violations.addAll(verdict.repeatedRecords());
        }
        if (fault.point() == CrashPoint.BEFORE_CONFIRM
                && verdict.repeatedRecords().isEmpty()) {
            violations.add("nothing was sent before the crash");
        }
        return violations;
    }

    private void happen(Fault fault, Mutation mutation, Run run) throws Exception {
        switch (fault.kind()) {
            case PUBLISHER -> crashPublisher(fault, mutation, run);
            case TWO_PUBLISHERS -> publishTwice(mutation, run);
            case CONSUMER -> crashConsumer(fault, mutation, run);
            case STOPPED, SLOW -> holdConsumer(fault, mutation, run);
        }
    }

    private void crashPublisher(Fault fault, Mutation mutation, Run run) throws Exception {
        ChildJvm victim = services.take();
        ChildJvm other = services.take();
        mutate(mutation, victim, other);
        if (fault.point() == CrashPoint.NONE) {
            int published = 1 + random.nextInt(run.size() / 2);
            victim.tell(publish(run, 0));
            until(() -> bench.published(run) >= published);
            victim.close();
        } else {
            int hit = 1 + random.nextInt(run.eventsOfAccount());
            victim.order("arm", fault.point().name(), Integer.toString(hit), "false");
            victim.tell(publish(run, 0));
            victim.awaitHalt(fault.point());
        }
        other.order(publish(run, 0));
        mutate(Mutation.NONE, other);
        consume(other, Mutation.NONE);
        services.giveBack(other);
    }

    private void publishTwice(Mutation mutation, Run run) {
        ChildJvm one = services.take();
        ChildJvm other = services.take();
        mutate(mutation, one, other);
        long together = System.currentTimeMillis() + MILLIS_TO_BEGIN_TOGETHER;
        String first = one.tell(publish(run, together));
        String second = other.tell(publish(run, together));
        one.awaitDone(first);
        other.awaitDone(second);
        mutate(Mutation.NONE, one, other);
        consume(one, Mutation.NONE);
        services.giveBack(one);
        services.giveBack(other);
    }

    private void crashConsumer(Fault fault, Mutation mutation, Run run) throws Exception {
        ChildJvm victim = services.take();
        ChildJvm other = services.take();
        other.order(publish(run, 0));
        if (fault.point() == CrashPoint.NONE) {
            int handled = 1 + random.nextInt(run.size() / 2);
            victim.tell("start", mutation.listener());
            until(() -> bench.effects(run).size() >= handled);
            victim.close();
        } else {
            int hit = fault.point() == CrashPoint.BEFORE_OFFSET_COMMIT ? 1 : 1 + random.nextInt(run.size());
            victim.order("arm", fault.point().name(), Integer.toString(hit), "false");
            victim.tell("start", mutation.listener());
            victim.awaitHalt(fault.point());
        }
        bench.topic().forgetDeadMembers();
        consume(other, mutation);
        services.giveBack(other);
    }

    /** The group takes its partitions away meanwhile; then it goes on as if nothing had been. */
    private void holdConsumer(Fault fault, Mutation mutation, Run run) {
        hold(fault, mutation, run, () -> bench.isWaiting() || bench.topic().lag() == 0);
    }

    /** The same, until the other one has handled everything, although the transaction that is held is in its way. */
    List<String> holdUntilConsumed(Fault fault, String id) {
        Run run = wanted(new Run(id, 4, 5));
        hold(fault, Mutation.NONE, run, () -> bench.topic().lag() == 0);
        return bench.verdict(run).violations();
    }

    private void hold(Fault fault, Mutation mutation, Run run, Callable<Boolean> longEnough) {
        ChildJvm victim = services.take();
        ChildJvm other = services.take();
        other.order(publish(run, 0));
        int hit = 1 + random.nextInt(run.size());
        victim.order("arm", fault.point().name(), Integer.toString(hit), "true");
        victim.order("start", mutation.listener());
        victim.awaitReached(fault.point());
        if (fault.kind() == Fault.Kind.STOPPED) {
            victim.suspend();
        }
        other.order("start", mutation.listener());
        until(longEnough);
        if (fault.kind() == Fault.Kind.STOPPED) {
            victim.resume();
        }
        victim.order("release");
        victim.order("stop", mutation.listener());
        bench.topic().awaitConsumed();
        other.order("stop", mutation.listener());
        services.giveBack(victim);
        services.giveBack(other);
    }

    private Run wanted(Run run) {
        run.events().forEach(event -> bench.ledger().append("test", "intent", event.name(), "-"));
        return run;
    }

    /** Has events handled, and again after their notes are gone. */
    List<String> deliverAgainAfterCleaning(String id) throws Exception {
        Run run = wanted(new Run(id, 4, 5));
        ChildJvm child = services.take();
        var before = bench.topic().ends();
        child.order(publish(run, 0));
        consume(child, Mutation.NONE);
        until(() -> bench.noted() == 0);
        bench.topic().rewind(before);
        consume(child, Mutation.NONE);
        services.giveBack(child);
        return bench.verdict(run).violations();
    }

    private void consume(ChildJvm child, Mutation mutation) {
        child.order("start", mutation.listener());
        bench.topic().awaitConsumed();
        child.order("stop", mutation.listener());
    }

    private static String[] publish(Run run, long startMillis) {
        return new String[] {
            "publish",
            run.id(),
            Integer.toString(run.accounts()),
            Integer.toString(run.eventsOfAccount()),
            Long.toString(startMillis)
        };
    }

    private static void mutate(Mutation mutation, ChildJvm... children) {
        for (ChildJvm child : children) {
            child.order("mutate", mutation.name());
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
