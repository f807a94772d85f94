package com.bookstore.demo;

import com.bookstore.books.BookServiceApplication;
import com.bookstore.users.UserServiceApplication;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a broker and both services in this process, runs the {@link Scenario} and ends with exit code 0 or 1. With the
 * system property {@code demo.stay} everything stays up after a scenario that passed.
 */
public final class Demo {

    private static final Duration WAIT_LIMIT = Duration.ofSeconds(15);
    private static final Duration ALL_WAITS_LIMIT = Duration.ofSeconds(90);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Thread watchdog = endInTime();
        System.exit(run(new Steps(System.out), watchdog));
    }

    private static int run(Steps steps, Thread watchdog) {
        System.out.println("demo: starting a broker, book-service and user-service (takes some seconds)");
        var commits = new FailingCommits();
        var warehouse = new FailingWarehouse();
        try (var broker = new Broker();
                var books = books(broker, 8081, 9081, warehouse);
                var users = new Service(UserServiceApplication.class, 8082, broker.bootstrapServers(), commits)) {
            System.out.printf(
                    "demo: book-service %s, user-service %s, broker %s%n",
                    books.url(), users.url(), broker.bootstrapServers());
            var wait = new Wait(WAIT_LIMIT, ALL_WAITS_LIMIT);
            try (var topics = new Topics(broker.bootstrapServers(), wait)) {
                Supplier<Service> second = () -> books(broker, 0, 0, context -> {});
                var outages = new Outages(books, users, commits, broker, topics, wait);
                var deadLetters = new DeadLetters(books, users, warehouse, topics, wait);
                new Scenario(steps, books, users, second, outages, deadLetters, topics, wait).run();
            }
            int exitCode = steps.finish();
            if (exitCode == 0 && isToStay()) {
                watchdog.interrupt();
                stay(broker, books, users);
            }
            return exitCode;
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.out.println("demo: failed to start or to stop: " + e);
            return 1;
        }
    }

    /** Starts a book service. Its retries are short, as nobody wants to watch it wait. */
    private static Service books(
            Broker broker,
            int port,
            int managementPort,
            ApplicationContextInitializer<ConfigurableApplicationContext> beans) {
        return new Service(
                BookServiceApplication.class,
                port,
                broker.bootstrapServers(),
                beans,
                Service.managementPort(managementPort),
                "--bookstore.events.dead-letter.retry.delay=50ms");
    }

    private static boolean isToStay() {
        return !System.getProperty("demo.stay", "false").equals("false");
    }

    /** Waits for Ctrl-C, then closes everything in the process's shutdown; does not return. */
    private static void stay(Broker broker, Service books, Service users) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            users.close();
            books.close();
            broker.close();
        }));
        System.out.printf(
                "demo: endpoints of book-service %s/actuator, of user-service %s/actuator%n",
                books.managementUrl(), users.managementUrl());
        System.out.printf("demo: dead letters %s/actuator/deadletters-console%n", books.managementUrl());
        System.out.println("demo: stays up, Ctrl-C ends it");
        while (true) {
            LockSupport.park();
        }
    }

    /** Nothing above is meant to hang; should it hang all the same, the process ends and says so. */
    private static Thread endInTime() {
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
        return watchdog;
    }
}
