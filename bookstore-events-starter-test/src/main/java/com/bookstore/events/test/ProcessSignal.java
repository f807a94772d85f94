package com.bookstore.events.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Stops a process in its tracks and lets it go on. */
final class ProcessSignal {

    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private ProcessSignal() {}

    /** Returns when the process has stopped: the signal is still on its way when the command returns. */
    static void stop(Process process) {
        send("-STOP", process);
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        Awaitility.await()
                .atMost(ARRIVAL)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isStopped(status));
    }

    static void go(Process process) {
        send("-CONT", process);
    }

    /** Only Linux tells; elsewhere it is taken for granted. */
    private static boolean isStopped(Path status) throws IOException {
        if (!Files.exists(status)) {
            return true;
        }
        String fields = Files.readString(status);
        return fields.startsWith("T", fields.lastIndexOf(')') + 2);
    }

    private static void send(String signal, Process process) {
        String name = "process " + process.pid();
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw KafkaBrokerException.failed(name, "sent " + signal, null);
            }
        } catch (IOException failure) {
            throw KafkaBrokerException.failed(name, "sent " + signal, failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw KafkaBrokerException.failed(name, "sent " + signal, interruption);
        }
    }
}
