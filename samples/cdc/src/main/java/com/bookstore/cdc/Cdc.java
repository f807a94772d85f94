package com.bookstore.cdc;

import com.bookstore.demo.Steps;
import java.time.Duration;

/** Starts a broker, a database, a Kafka Connect worker and both services, changes rows with SQL and shows what becomes of it. */
public final class Cdc {

    private static final Duration LIMIT = Duration.ofMinutes(8); // more than all waits of the steps
    private static final Duration LIMIT_OF_THE_END = Duration.ofSeconds(30);

    private Cdc() {}

    /**
     * Runs the steps and ends with exit code 0 or 1.
     *
     * @param args {@code mariadb} or {@code postgres}
     */
    public static void main(String[] args) {
        endInTime();
        String database = args.length == 0 ? "mariadb" : args[0];
        System.exit(run(database, new Steps("cdc", System.out)));
    }

    static int run(String name, Steps steps) {
        System.out.printf(
                "cdc: starting a broker, %s, a Kafka Connect worker, book-service and user-service (takes a while)%n",
                name);
        try (var capture = new Capture(name)) {
            Connector connector = Connector.of(name);
            Scenario.prepare(capture.database());
            try (var services = new Services(capture, connector.name())) {
                capture.worker().start();
                System.out.printf(
                        "cdc: broker %s, worker %s, book-service %s, user-service %s%n",
                        capture.bootstrapServers(),
                        capture.worker().url(),
                        services.books().url(),
                        services.users().url());
                new Scenario(steps, capture, connector, services).run();
            }
            return steps.finish();
        } catch (Exception e) {
            e.printStackTrace();
            System.out.println("cdc: failed to start or to stop: " + e);
            return 1;
        }
    }

    /** Nothing above is meant to hang; should it hang all the same, the process ends, and what it has started, and it says so. */
    private static void endInTime() {
        after(LIMIT, () -> {
            System.out.println("cdc: not finished after " + LIMIT.toSeconds() + " s");
            after(LIMIT_OF_THE_END, () -> Runtime.getRuntime().halt(1));
            System.exit(1);
        });
    }

    private static void after(Duration time, Runnable action) {
        var watchdog = new Thread(() -> {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            action.run();
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
