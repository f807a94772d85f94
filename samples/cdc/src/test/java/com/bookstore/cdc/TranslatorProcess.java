package com.bookstore.cdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link TranslatingService} in a process of its own, which can be killed and started again. Not thread-safe. */
final class TranslatorProcess implements AutoCloseable {

    private final List<String> command = new ArrayList<>();
    private final Path output;
    private @Nullable Process process;

    TranslatorProcess(Map<String, String> properties) throws IOException {
        output = Files.createTempFile("translator", ".log");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx160m"));
        command.add(TranslatingService.class.getName());
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
    }

    /** Starts it, and does not wait until it is ready; what it prints is added to what those before it have printed. */
    void start() throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.start();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws Exception {
        if (process != null && !process.destroyForcibly().waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The translator does not end");
        }
    }

    void failIfItHasEnded() throws IOException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("The translator has ended; it printed:\n" + Files.readString(output));
        }
    }

    @Override
    public void close() throws Exception {
        kill();
        Files.deleteIfExists(output);
    }
}
