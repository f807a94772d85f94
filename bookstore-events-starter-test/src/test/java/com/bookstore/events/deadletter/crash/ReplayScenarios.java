package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a fault happen to services that replay. */
final class ReplayScenarios {

    private static final int SENDS = 20;
    private static final int MARKS = 2;
    private static final int WHOLE_LEASE_OF = 5;

    private final DeadLetterBench bench;
    private final DeadLetterSteps steps;
    private final Random random;
    private final List<String> violations = new ArrayList<>();

    ReplayScenarios(DeadLetterBench bench, DeadLetterSteps steps, Random random) {
        this.bench = bench;
        this.steps = steps;
        this.random = random;
    }

    /** Returns what is not as it should be besides the verdict; at the end, nothing is on its way. */
    List<String> happen(DeadLetterFault fault, ChildJvm other) throws Exception {
        steps.settle(other);
        other.order("fail", "false");
        switch (fault.kind()) {
            case REPLAY -> crash(fault.point(), other);
            case REPLAY_KILLED -> kill(other);
            case TWO_OPERATORS -> replayTwice(fault.point(), other);
            case STOPPED -> standStill(other);
            default -> dieAgain(other);
        }
        steps.settle(other);
        return violations;
    }

    private void replay(ChildJvm child) {
        child.order("replay");
        child.order("ended");
    }

    /** In the long form, some wait as long as they have to. */
    private void endLeases() {
        if (!DeadLetterCrashIntegrationTests.FULL || random.nextInt(WHOLE_LEASE_OF) > 0) {
            bench.endLeases();
        }
    }

    private void crash(CrashPoint point, ChildJvm other) {
        ChildJvm victim = steps.take();
        boolean marks = point == CrashPoint.BEFORE_MARK || point == CrashPoint.AFTER_MARK;
        steps.arm(victim, point, 1 + random.nextInt(marks ? MARKS : SENDS), false);
        victim.tell("replay");
        victim.awaitHalt(point);
        endLeases();
        replay(other);
    }

    private void kill(ChildJvm other) throws Exception {
        ChildJvm victim = steps.take();
        long events = bench.topics().events();
        int sent = 1 + random.nextInt(SENDS);
        victim.tell("replay");
        Patience.until(() -> bench.topics().events() >= events + sent);
        victim.close();
        endLeases();
        replay(other);
    }

    /** One is held within its replay while the other one begins. */
    private void replayTwice(CrashPoint point, ChildJvm other) {
        ChildJvm victim = steps.take();
        steps.arm(victim, point, 1 + random.nextInt(SENDS), true);
        victim.order("replay");
        victim.awaitReached(point);
        other.order("replay");
        Patience.pause(Duration.ofMillis(200 + random.nextInt(800)));
        victim.order("release");
        victim.order("ended");
        other.order("ended");
        steps.giveBack(victim);
    }

    /** The other one takes over meanwhile; then it goes on as if nothing had been. */
    private void standStill(ChildJvm other) {
        CrashPoint point = random.nextBoolean() ? CrashPoint.AFTER_SEND : CrashPoint.BEFORE_MARK;
        ChildJvm victim = steps.take();
        steps.arm(victim, point, point == CrashPoint.BEFORE_MARK ? 1 : 1 + random.nextInt(SENDS), true);
        victim.order("replay");
        victim.awaitReached(point);
        victim.suspend();
        endLeases();
        replay(other);
        steps.settle(other);
        victim.resume();
        victim.order("release");
        victim.order("ended");
        steps.giveBack(victim);
    }

    /** What is told of a second death is stored by another one than the one that crashed over it. */
    private void dieAgain(ChildJvm other) throws Exception {
        CrashPoint point = random.nextBoolean() ? CrashPoint.BEFORE_COMMIT : CrashPoint.AFTER_COMMIT;
        ChildJvm victim = steps.take();
        other.order("stop", DeadLetterSteps.STORE);
        replay(other);
        steps.awaitHandled();
        steps.arm(victim, point, 1, false);
        victim.tell("start", DeadLetterSteps.STORE);
        victim.awaitHalt(point);
        bench.topics().forgetMembers(LetterTopics.STORE_GROUP);
        steps.settle(other);
        replay(other);
        steps.settle(other);
        if (bench.letters().stream().anyMatch(letter -> letter.status().equals("NEW") && letter.replays() != 2)) {
            violations.add("C: died again, and was not replayed twice");
        }
    }
}
