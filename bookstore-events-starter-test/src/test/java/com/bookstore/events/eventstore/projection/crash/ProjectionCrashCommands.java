package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** What a service can be told: the number of the command, its name, its arguments. */
final class ProjectionCrashCommands {

    private static final int MOST_OF_APPEND = 4;

    private final ApplicationContext context;
    private final ProjectionControls controls;

    ProjectionCrashCommands(ApplicationContext context, ProjectionControls controls) {
        this.context = context;
        this.controls = controls;
    }

    void run(String... words) {
        switch (words[1]) {
            case "arm" ->
                controls.halts()
                        .arm(CrashPoint.valueOf(words[2]), Integer.parseInt(words[3]), Boolean.parseBoolean(words[4]));
            case "release" -> controls.halts().release();
            case "mutate" -> controls.mutate(ProjectionMutation.valueOf(words[2]));
            case "append" -> append(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "run" -> runner().start();
            case "rest" -> runner().stop();
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    /** Appends events to accounts at random, some at once. */
    private void append(int accounts, int appends) {
        EventStore store = context.getBean(EventStore.class);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < appends; i++) {
            String account = "a" + random.nextInt(accounts);
            List<Moved> events = Collections.nCopies(1 + random.nextInt(MOST_OF_APPEND), new Moved(account));
            store.append("account", account, ExpectedVersion.any(), events);
        }
    }

    private SmartLifecycle runner() {
        return context.getBean("projectionRunner", SmartLifecycle.class);
    }
}
