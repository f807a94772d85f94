package com.bookstore.cdc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** The files of one worker process: its settings and what it prints, in a temporary folder. */
final class WorkerFiles {

    private static final int TAIL_LINES = 60;
    private static final String LOGGING =
            """
            rootLogger.level=warn
            rootLogger.appenderRefs=out
            rootLogger.appenderRef.out.ref=out
            logger.debezium.name=io.debezium
            logger.debezium.level=info
            appenders=out
            appender.out.type=Console
            appender.out.name=out
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%d %p %c %m%n
            """;

    private final Path directory;

    WorkerFiles() throws IOException {
        directory = Files.createTempDirectory("connect-worker-");
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("log4j2.properties"), LOGGING);
    }

    /** Starts a worker with these settings; what it prints is added to what those before it have printed. */
    Process launch(Path jars, Map<String, String> settings, Map<String, String> environment) throws IOException {
        Path properties = Files.writeString(
                directory.resolve("worker.properties"),
                settings.entrySet().stream()
                        .map(setting ->
                                setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\"))
                        .collect(Collectors.joining("\n")));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Dlog4j2.configurationFile=" + directory.resolve("log4j2.properties"),
                "-cp",
                jars.resolve("worker").resolve("*").toString(),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The end of what the worker has printed. */
    String tail() {
        List<String> lines = printed().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    String printed() {
        try {
            return new String(Files.readAllBytes(output()), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(" + unreadable + ")";
        }
    }

    private Path output() {
        return directory.resolve("worker.log");
    }

    void delete() {
        FileSystemUtils.deleteRecursively(directory.toFile());
    }
}
