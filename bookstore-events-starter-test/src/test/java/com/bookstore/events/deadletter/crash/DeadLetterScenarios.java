package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Patience;
import com.bookstore.events.deadletter.crash.DeadLetterVerdict.Letter;
import com.bookstore.events.deadletter.crash.LetterTopics.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Makes a fault happen to a service, has another one go on, and says what does not hold. */
final class DeadLetterScenarios {

    private static final int SMALL = 4_000;
    private static final int ROOM = 150;
    private static final int LONGEST_OUTAGE_MILLIS = DeadLetterCrashIntegrationTests.FULL ? 2_500 : 1_000;

    private final DeadLetterBench bench;
    private final Random random;
    private final List<String> violations = new ArrayList<>();
    private long before;

    DeadLetterScenarios(DeadLetterBench bench, Random random) {
        this.bench = bench;
        this.random = random;
    }

    /** Returns the violations. */
    List<String> run(DeadLetterFault fault, DeadLetterMutation mutation, String id) throws Exception {
        violations.clear();
        DyingRun run = new DyingRun(id, fault.kind() == DeadLetterFault.Kind.TOO_LARGE);
        boolean right = false;
        try {
            happen(fault, mutation, run);
            checkLetters(fault, run);
            DeadLetterVerdict verdict = bench.verdict(run);
            violations.addAll(verdict.violations(fault.isOfReplays()));
            if (fault.kind() == DeadLetterFault.Kind.TWO_OPERATORS) {
                violations.addAll(verdict.repeatedReplays());
            }
            right = violations.isEmpty();
        } finally {
            restore(right);
        }
        return List.copyOf(violations);
    }

    private void restore(boolean right) throws Exception {
        bench.network().heal();
        bench.topics().limit(OptionalInt.empty());
        if (!right) {
            bench.services().close();
            bench.topics().skip();
        }
        bench.clear();
    }

    private void happen(DeadLetterFault fault, DeadLetterMutation mutation, DyingRun run) throws Exception {
        DeadLetterSteps steps = new DeadLetterSteps(bench, random, mutation);
        ChildJvm other = steps.take();
        other.order("publish", run.id(), Boolean.toString(run.large()));
        before = bench.topics().letters();
        if (fault.isOfReplays()) {
            violations.addAll(new ReplayScenarios(bench, steps, random).happen(fault, other));
        } else {
            happen(fault, steps, other, run);
        }
        steps.giveBack(other);
    }

    private void happen(DeadLetterFault fault, DeadLetterSteps steps, ChildJvm other, DyingRun run) throws Exception {
        switch (fault.kind()) {
            case HANDLER -> crashHandler(fault.point(), steps, other, run);
            case INTAKE -> crashIntake(fault.point(), steps, other);
            case REFUSED -> refuse(steps, run);
            case UNREACHABLE, ANSWERS_LOST -> disconnect(fault, steps, other, run);
            case MISSING -> missTopic(steps, run);
            case TOO_LARGE -> shrinkTopic(steps, other, run);
            default -> kill(steps, run);
        }
        steps.settle(other);
    }

    private int anyOf(DyingRun run) {
        return 1 + random.nextInt(run.dying().size());
    }

    private void crashHandler(CrashPoint point, DeadLetterSteps steps, ChildJvm other, DyingRun run) throws Exception {
        ChildJvm victim = steps.take();
        other.order("start", DeadLetterSteps.STORE);
        steps.arm(victim, point, point == CrashPoint.BEFORE_OFFSET_COMMIT ? 1 + random.nextInt(3) : anyOf(run), false);
        victim.tell("start", DeadLetterHandler.ID);
        victim.awaitHalt(point);
        bench.topics().forgetMembers(DeadLetterHandler.GROUP);
        steps.awaitStored();
        if (point == CrashPoint.AFTER_ACK) {
            steps.settle(other);
            if (bench.topics().letters() - before <= run.dying().size()) {
                violations.add("nothing died twice");
            }
        }
    }

    private void crashIntake(CrashPoint point, DeadLetterSteps steps, ChildJvm other) throws Exception {
        ChildJvm victim = steps.take();
        other.order("start", DeadLetterHandler.ID);
        steps.awaitLetters(before, 1 + random.nextInt(10));
        steps.arm(victim, point, 1, false);
        victim.tell("start", DeadLetterSteps.STORE);
        victim.awaitHalt(point);
        bench.topics().forgetMembers(LetterTopics.STORE_GROUP);
    }

    private void refuse(DeadLetterSteps steps, DyingRun run) throws Exception {
        ChildJvm victim = steps.take();
        bench.topics().limit(OptionalInt.of(1));
        failAndKill(victim, steps);
        checkOffsets(run);
        bench.topics().limit(OptionalInt.empty());
    }

    private void failAndKill(ChildJvm victim, DeadLetterSteps steps) throws Exception {
        long failures = bench.failures();
        long start = System.nanoTime();
        victim.order("start", DeadLetterHandler.ID);
        steps.awaitFailures(failures, LONGEST_OUTAGE_MILLIS);
        checkPace(failures, Duration.ofNanos(System.nanoTime() - start));
        victim.close();
        bench.topics().forgetMembers(DeadLetterHandler.GROUP);
    }

    /** Where nothing can be sent, each record is tried once a second at most. */
    private void checkPace(long failures, Duration time) {
        long tried = bench.failures() - failures;
        if (tried > 3 * (time.toSeconds() + 2)) {
            violations.add("B: was tried " + tried + " times in " + time);
        }
    }

    /** Of no partition, more is committed than what stands before the first that has to die. */
    private void checkOffsets(DyingRun run) throws Exception {
        Set<String> dying = run.dying().stream().map(Dying::name).collect(Collectors.toSet());
        Map<Integer, Long> first = new HashMap<>();
        for (Stored stored : bench.topics().records(run)) {
            if (dying.contains(stored.name())) {
                first.merge(stored.partition(), stored.offset(), Math::min);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> committed = bench.topics().committed(DeadLetterHandler.GROUP);
        first.forEach((partition, offset) -> {
            OffsetAndMetadata done = committed.get(new TopicPartition(Dying.TOPIC, partition));
            if (done != null && done.offset() > offset) {
                violations.add("L: " + partition + "@" + offset + " is no dead letter, but committed");
            }
        });
    }

    private void disconnect(DeadLetterFault fault, DeadLetterSteps steps, ChildJvm other, DyingRun run)
            throws Exception {
        ChildJvm victim = steps.take();
        steps.arm(victim, fault.point(), anyOf(run), true);
        victim.order("start", DeadLetterHandler.ID);
        victim.awaitReached(fault.point());
        if (fault.kind() == DeadLetterFault.Kind.UNREACHABLE) {
            bench.network().cut();
        } else {
            bench.network().loseAnswers();
        }
        victim.order("release");
        Patience.pause(Duration.ofMillis(100 + random.nextInt(LONGEST_OUTAGE_MILLIS)));
        victim.close();
        bench.network().heal();
        bench.topics().forgetMembers(DeadLetterHandler.GROUP);
        other.order("start", DeadLetterSteps.STORE);
        steps.awaitStored();
    }

    private void missTopic(DeadLetterSteps steps, DyingRun run) throws Exception {
        ChildJvm victim = steps.take();
        bench.topics().deleteLetters();
        before = 0;
        try {
            failAndKill(victim, steps);
            checkOffsets(run);
        } finally {
            bench.topics().createLetters();
        }
    }

    /** First for all but the smallest; then there is just enough room for each record alone. */
    private void shrinkTopic(DeadLetterSteps steps, ChildJvm other, DyingRun run) throws Exception {
        int largest = bench.topics().records(run).stream()
                .mapToInt(Stored::size)
                .max()
                .orElseThrow();
        bench.topics().limit(OptionalInt.of(SMALL));
        long failures = bench.failures();
        other.order("start", DeadLetterHandler.ID);
        steps.awaitFailures(failures, LONGEST_OUTAGE_MILLIS);
        bench.topics().limit(OptionalInt.of(largest + ROOM));
        steps.settle(other);
        List<Letter> letters = bench.letters();
        if (letters.stream().allMatch(Letter::knowsItsSource)
                || letters.stream().noneMatch(letter -> letter.message().isEmpty() && letter.knowsItsSource())
                || letters.stream().allMatch(letter -> letter.message().isEmpty())) {
            violations.add("not each form was needed");
        }
    }

    private void kill(DeadLetterSteps steps, DyingRun run) throws Exception {
        ChildJvm victim = steps.take();
        victim.order("start", DeadLetterSteps.STORE);
        victim.order("start", DeadLetterHandler.ID);
        steps.awaitLetters(before, anyOf(run));
        victim.close();
        bench.topics().forgetMembers(DeadLetterHandler.GROUP);
        bench.topics().forgetMembers(LetterTopics.STORE_GROUP);
    }

    /** What comes again is bounded by what was on its way. */
    private void checkLetters(DeadLetterFault fault, DyingRun run) throws Exception {
        long letters = bench.topics().letters() - before;
        int replays = fault.isOfReplays() ? 3 : 0;
        if (letters > (3L + replays) * run.dying().size()) {
            violations.add("B: there are " + letters + " dead letters of "
                    + run.dying().size());
        }
    }
}
