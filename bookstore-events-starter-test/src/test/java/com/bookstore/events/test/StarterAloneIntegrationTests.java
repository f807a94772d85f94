package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.alone.AloneApplication;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The class path of a test holds what production lacks, Jackson 2 and the starter's optional dependencies among it. */
@Timeout(240)
class StarterAloneIntegrationTests {

    @Test
    void publishesAndListensWithNothingButTheStarterOnTheClassPath(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        try (KafkaBroker broker = KafkaBroker.builder().heap(128).start()) {
            Process service = JavaProcess.start(
                    directory,
                    output,
                    List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    classPathOfTheService(),
                    List.of(
                            AloneApplication.class.getName(),
                            "--spring.application.name=alone",
                            "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()));
            try {
                boolean ended = service.waitFor(150, TimeUnit.SECONDS);

                assertThat(ended).as(Files.readString(output)).isTrue();
            } finally {
                service.destroyForcibly();
            }
        }
        assertThat(Files.readString(output))
                .contains("published ", "received hello", "jackson2 false", "junit false", "micrometer false")
                .doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
    }

    private static String classPathOfTheService() throws Exception {
        Path classes = Path.of(AloneApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (InputStream recorded = AloneApplication.class.getResourceAsStream("/META-INF/runtime-class-path")) {
            assertThat(recorded)
                    .as("class path written by the build of the service")
                    .isNotNull();
            return classes + File.pathSeparator + new String(recorded.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
