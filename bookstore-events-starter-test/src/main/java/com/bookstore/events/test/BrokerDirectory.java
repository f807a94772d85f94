package com.bookstore.events.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** The files of one broker: its data, its settings and its log, in a temporary folder. */
final class BrokerDirectory {

    private static final String CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
    private static final int LOG_TAIL_LINES = 40;
    private static final String LOGBACK =
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %p %c %m%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final Path root;

    private BrokerDirectory(Path root) {
        this.root = root;
    }

    /** Creates the folder; the data is marked as belonging to the cluster, so that it needs no formatting. */
    static BrokerDirectory create(Map<String, String> properties) throws IOException {
        Path root = Files.createTempDirectory("kafka-broker-");
        Path data = Files.createDirectories(root.resolve("data"));
        Files.createDirectories(root.resolve("tmp"));
        Files.writeString(
                data.resolve("meta.properties"),
                "version=1%nnode.id=%s%ncluster.id=%s%ndirectory.id=%s%n"
                        .formatted(properties.get("node.id"), CLUSTER_ID, Uuid.randomUuid()));
        Files.writeString(root.resolve("logback.xml"), LOGBACK);
        Files.writeString(
                root.resolve("server.properties"),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                        .collect(Collectors.joining("\n", "", "\nlog.dirs=" + escaped(data) + "\n")));
        return new BrokerDirectory(root);
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    /** Starts the broker; its native libraries are unpacked to its own folder, or a killed one would leave them behind. */
    Process launch(int heapMegabytes) throws IOException {
        List<String> options = List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + root.resolve("tmp"),
                "-Dlogback.configurationFile=" + root.resolve("logback.xml"));
        List<String> main =
                List.of("kafka.Kafka", root.resolve("server.properties").toString());
        return JavaProcess.start(root, log(), options, JavaProcess.ownClassPath(), main);
    }

    Path path() {
        return root;
    }

    private Path log() {
        return root.resolve("broker.log");
    }

    String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(" + unreadable + ")";
        }
    }

    void delete() throws IOException {
        if (Files.exists(root)) {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(root)) {
                paths = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        }
    }
}
