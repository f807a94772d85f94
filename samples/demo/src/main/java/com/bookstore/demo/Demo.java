package com.bookstore.demo;

import com.bookstore.books.BookServiceApplication;
import com.bookstore.users.UserServiceApplication;
import java.time.Duration;

/** Starts a broker and both services in this process, runs the {@link Scenario} and ends with exit code 0 or 1. */
public final class Demo {

    private static final Duration WAIT_LIMIT = Duration.ofSeconds(15);
    private static final Duration ALL_WAITS_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(String[] args) {
        endInTime();
        System.exit(run(new Steps(System.out)));
    }

    private static int run(Steps steps) {
        System.out.println("demo: starting a broker, book-service and user-service (takes some seconds)");
        try (var broker = new Broker();
                var books = new Service(BookServiceApplication.class, 8081, broker.bootstrapServers());
                var users = new Service(UserServiceApplication.class, 8082, broker.bootstrapServers())) {
            System.out.printf(
                    "demo: book-service %s, user-service %s, broker %s%n",
                    books.url(), users.url(), broker.bootstrapServers());
            var wait = new Wait(WAIT_LIMIT, ALL_WAITS_LIMIT);
            try (var topics = new Topics(broker.bootstrapServers(), wait)) {
                new Scenario(steps, books, users, topics, wait).run();
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.out.println("demo: failed to start or to stop: " + e);
            return 1;
        }
        return steps.finish();
    }

    /** Nothing above is meant to hang; should it hang all the same, the process ends and says so. */
    private static void endInTime() {
        var watchdog = new Thread(() -> {
            try {
                Thread.sleep(LIMIT.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            System.out.println("demo: not finished after " + LIMIT.toSeconds() + " s");
            Runtime.getRuntime().halt(1);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
