package com.bookstore.benchmarks;

import com.bookstore.benchmarks.kafka.BrokerSettings;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Measurement;
import com.bookstore.events.test.KafkaBroker;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts a broker, runs what is asked for and ends with 0, with 1 after a loss or failure, with 2 if not understood. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param args the name of a row, the beginning of some rows' names or {@code all}; then {@code --rounds N},
     *     {@code --events N} and {@code --filled N}
     */
    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    static int run(PrintStream out, String... args) {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException unclear) {
            out.println("bench: " + unclear.getMessage());
            out.println("usage: bench NAME [--rounds N] [--events N] [--filled N]; NAME is one of " + Rows.names()
                    + ", or publish, listen, idempotent-publish, inbox, outbox, dead-letter, event, event-append, all");
            return 2;
        }
        try (KafkaBroker broker = BrokerSettings.broker()) {
            header(out, broker.bootstrapServers());
            for (Row row : options.rows()) {
                run(out, row, options, broker.bootstrapServers());
            }
            return 0;
        } catch (LostEventsException loss) {
            out.println("bench: failed, " + loss.getMessage());
            return 1;
        } catch (RuntimeException failure) {
            failure.printStackTrace(out);
            out.println("bench: failed, " + failure);
            return 1;
        }
    }

    private static void header(PrintStream out, String bootstrapServers) {
        Runtime runtime = Runtime.getRuntime();
        out.printf(
                "java %s, %d processors, %s, load average %.2f%n",
                System.getProperty("java.vm.version"),
                runtime.availableProcessors(),
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        print(out, Map.of("broker settings", BrokerSettings.of(bootstrapServers)));
    }

    private static void run(PrintStream out, Row row, Options options, String bootstrapServers) {
        int events = options.eventsOf(row);
        long start = System.nanoTime();
        out.printf("%n%s: %d events a round%n", row.name(), events);
        try (Measurement measurement = row.opener().open(bootstrapServers, events, options.filledOf(row))) {
            print(out, measurement.settings());
            Measurement.Figures figures = measurement.measure(row.name(), options.rounds());
            out.print(figures.table());
            print(out, measurement.remarks().get());
            out.println(figures.line());
        }
        out.printf("took %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static void print(PrintStream out, Map<String, String> settings) {
        settings.forEach((name, value) -> out.println(name + ": " + value));
    }
}
