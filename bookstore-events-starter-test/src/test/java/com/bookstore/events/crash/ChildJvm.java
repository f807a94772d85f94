package com.bookstore.events.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own. It is killed with this JVM at the latest. */
public final class ChildJvm implements AutoCloseable {

    /** The system properties by which a service knows its name and the file of the ledger. */
    public static final String NAME = "crash.name";

    public static final String LEDGER = "crash.ledger";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final Ledger ledger;
    private final Path output;
    private final Process process;
    private final Thread shutdownHook;
    private final Map<CrashPoint, Integer> reached = new EnumMap<>(CrashPoint.class);
    private int commands;

    private ChildJvm(String name, Ledger ledger, Path output, Process process) {
        this.name = name;
        this.ledger = ledger;
        this.output = output;
        this.process = process;
        this.shutdownHook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Does not wait until it is ready. */
    static ChildJvm start(Class<?> main, int heap, String name, Path ledger, Ledger reader, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heap + "m",
                "-D" + NAME + "=" + name,
                "-D" + LEDGER + "=" + ledger,
                main.getName()));
        command.addAll(arguments);
        Path output = ledger.resolveSibling(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new ChildJvm(name, reader, output, builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public ChildJvm awaitReady() {
        until(this::isReady);
        return this;
    }

    /** Does not wait for anything. Returns the number of the command. */
    public String tell(String... words) {
        String number = Integer.toString(++commands);
        byte[] line = (number + " " + String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            process.getOutputStream().write(line);
            process.getOutputStream().flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(output(), failure);
        }
        return number;
    }

    public void order(String... words) {
        awaitDone(tell(words));
    }

    public void awaitDone(String command) {
        until(() -> ledger.contains(name, "done", command));
    }

    /** Waits until it is held at the point, once more than it was at the last call. */
    public void awaitReached(CrashPoint point) {
        int times = reached.merge(point, 1, Integer::sum);
        until(() -> ledger.count(name, "reached", point.name()) >= times);
    }

    /** Waits until it has ended at the point. */
    public void awaitHalt(CrashPoint point) {
        await().atMost(PATIENCE).pollInterval(POLL_INTERVAL).until(() -> !process.isAlive());
        if (process.exitValue() != Halts.EXIT || !ledger.contains(name, "reached", point.name())) {
            throw new IllegalStateException(name + " did not end at " + point + ": " + output());
        }
    }

    /** Waits until it has ended by itself without having been ready, and returns what it printed. */
    String awaitFailedStart() {
        await().atMost(PATIENCE).pollInterval(POLL_INTERVAL).until(() -> !process.isAlive() || isReady());
        if (isReady() || process.exitValue() != 1) {
            throw new IllegalStateException("The start did not fail: " + output());
        }
        return output();
    }

    private boolean isReady() {
        return ledger.contains(name, "ready", "-");
    }

    private void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .failFast(name + " ended", this::checkAlive)
                .until(condition);
    }

    private void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(output());
        }
    }

    /** Returns when it has stopped: the signal is still on its way when the command returns. */
    public void suspend() {
        signal("-STOP");
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .until(() -> {
                    String fields = Files.readString(status);
                    return fields.startsWith("T", fields.lastIndexOf(')') + 2);
                });
    }

    public void resume() {
        signal("-CONT");
    }

    /** Asks it to stop, and does not wait. */
    public void terminate() {
        signal("-TERM");
    }

    /** Waits until it has ended. Returns whether it has within the time. */
    public boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    public String name() {
        return name;
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(60, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException(name + " did not get " + signal);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    public String output() {
        try {
            return name + " printed:\n" + Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Kills it, as {@code kill -9} does. */
    @Override
    public void close() {
        process.destroyForcibly();
        await().atMost(PATIENCE).pollInterval(POLL_INTERVAL).until(() -> !process.isAlive());
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdownInProgress) {
            // the hook runs, and finds nothing left to do
        }
    }
}
