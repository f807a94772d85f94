package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.CrashPoint;
import java.time.Duration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** What a service can be told: the number of the command, its name, its arguments. */
final class OutboxCrashCommands {

    private final ApplicationContext context;
    private final OutboxControls controls;
    private final OutboxWriting writing;

    OutboxCrashCommands(ApplicationContext context, OutboxControls controls) {
        this.context = context;
        this.controls = controls;
        this.writing = new OutboxWriting(context, controls);
    }

    void run(String... words) {
        switch (words[1]) {
            case "arm" ->
                controls.halts()
                        .arm(CrashPoint.valueOf(words[2]), Integer.parseInt(words[3]), Boolean.parseBoolean(words[4]));
            case "release" -> controls.halts().release();
            case "mutate" -> controls.mutate(OutboxMutation.valueOf(words[2]));
            case "write" -> writing.write(words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "poison" -> writing.writePoison(words[2], words[3], Poison.valueOf(words[4]));
            case "clock" -> writing.offsetClock(Duration.parse(words[2]));
            case "slow" -> controls.pauseSends(Duration.parse(words[2]));
            case "relay" -> relay().start();
            case "rest" -> relay().stop();
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    private SmartLifecycle relay() {
        return context.getBean("outboxRelay", SmartLifecycle.class);
    }
}
