package com.bookstore.events.eventstore.projection.crash;

import static com.bookstore.events.eventstore.projection.crash.ProjectionBench.until;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import java.util.Random;

/** Two instances at once: something happens to the one that runs the projection, the other takes over. */
final class ProjectionScenarios {

    private static final String ACCOUNTS = "12";
    private static final int APPENDS = 150;
    private static final int LATEST_BATCH = 4;

    private final ProjectionBench bench;
    private final Random random;

    ProjectionScenarios(ProjectionBench bench, Random random) {
        this.bench = bench;
        this.random = random;
    }

    /** Ends when all events are projected, and nobody runs the projection any more. */
    void run(ProjectionFault fault, ProjectionMutation mutation) {
        ChildJvm victim = bench.services().take();
        ChildJvm other = bench.services().take();
        bench.clear();
        if (mutation != ProjectionMutation.NONE) {
            victim.order("mutate", mutation.name());
        }
        switch (fault) {
            case KILLED -> killAnywhere(victim, other);
            case SUSPENDED -> suspend(victim, other);
            case SUSPENDED_ANYWHERE -> suspendAnywhere(victim, other);
            default -> kill(fault.point(), victim, other);
        }
        finish(other);
        if (fault != ProjectionFault.SUSPENDED && fault != ProjectionFault.SUSPENDED_ANYWHERE) {
            return;
        }
        victim.order("rest");
        if (mutation == ProjectionMutation.NONE) {
            bench.services().giveBack(victim);
        } else {
            victim.close();
        }
    }

    private void killAnywhere(ChildJvm victim, ChildJvm other) {
        String appending = startBoth(victim, other);
        awaitProgress();
        victim.close();
        other.awaitDone(appending);
    }

    private void kill(CrashPoint point, ChildJvm victim, ChildJvm other) {
        victim.order("arm", point.name(), batch(), "false");
        String appending = startBoth(victim, other);
        victim.awaitHalt(point);
        other.awaitDone(appending);
    }

    /** What was begun before the stop is ended when another one has projected everything. */
    private void suspend(ChildJvm victim, ChildJvm other) {
        victim.order("arm", CrashPoint.IN_HANDLER.name(), batch(), "true");
        String appending = startBoth(victim, other);
        victim.awaitReached(CrashPoint.IN_HANDLER);
        victim.suspend();
        other.awaitDone(appending);
        bench.awaitAllProjected();
        victim.resume();
        victim.order("release");
        victim.order("rest");
        other.order("append", ACCOUNTS, "10");
    }

    /** With whatever it has locked: then the other one waits for it. */
    private void suspendAnywhere(ChildJvm victim, ChildJvm other) {
        String appending = startBoth(victim, other);
        awaitProgress();
        long token = bench.token();
        victim.suspend();
        other.awaitDone(appending);
        long patience = System.nanoTime() + 3_000_000_000L;
        until(() -> bench.token() > token || System.nanoTime() - patience > 0);
        victim.resume();
    }

    /** The victim is the first to take the projection; events are appended meanwhile. */
    private String startBoth(ChildJvm victim, ChildJvm other) {
        other.order("append", ACCOUNTS, "20");
        victim.order("run");
        until(() -> !bench.isFree());
        other.order("run");
        return other.tell("append", ACCOUNTS, Integer.toString(APPENDS));
    }

    private void awaitProgress() {
        long first = bench.end();
        long wanted = first + random.nextInt(APPENDS);
        until(() -> bench.position() >= wanted);
    }

    private String batch() {
        return Integer.toString(1 + random.nextInt(LATEST_BATCH));
    }

    private void finish(ChildJvm other) {
        bench.awaitAllProjected();
        other.order("rest");
        bench.services().giveBack(other);
    }
}
