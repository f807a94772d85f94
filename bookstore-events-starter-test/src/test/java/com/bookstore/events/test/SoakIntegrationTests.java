package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many events through a service with a small heap, with a rebalance on the way; a million of them with -Pfull. */
@Timeout(900)
class SoakIntegrationTests {

    private static final int EVENTS = Boolean.getBoolean("bookstore.tests.full") ? 1_000_000 : 50_000;
    private static final int ACCOUNTS = 1_000;
    private static final int PARTITIONS = 6;
    private static final int SECONDS_TO_END = 840;

    @Test
    void handlesEveryEventOnceInTheOrderOfItsKeyWithoutGrowing(@TempDir Path directory) throws Exception {
        Properties result;
        try (KafkaBroker broker = KafkaBroker.builder().heap(256).start()) {
            result = run(directory, broker);
        }
        long millis = number(result, "millis");
        System.out.printf(
                Locale.ROOT,
                "soak: %d events of %d keys in %.1f s, %.0f events/s, %d by the second instance, %d duplicates,"
                        + " heap %.1f MiB at 20 %%, %.1f MiB at 100 %%%n",
                number(result, "distinct"),
                ACCOUNTS,
                millis / 1_000.0,
                EVENTS * 1_000.0 / millis,
                number(result, "handledBySecond"),
                number(result, "duplicates"),
                number(result, "heap20") / 1_048_576.0,
                number(result, "heap100") / 1_048_576.0);

        assertThat(number(result, "distinct")).isEqualTo(EVENTS);
        assertThat(number(result, "handledChecksum")).isEqualTo(number(result, "publishedChecksum"));
        assertThat(number(result, "outOfOrder")).isZero();
        assertThat(number(result, "handledBySecond")).isPositive();
        assertThat(number(result, "heap100")).isLessThanOrEqualTo(number(result, "heap20") * 11 / 10);
    }

    private static Properties run(Path directory, KafkaBroker broker) throws Exception {
        Path output = directory.resolve("output");
        Path written = directory.resolve("result");
        Process service = JavaProcess.start(
                directory,
                output,
                List.of(
                        "-Xmx256m",
                        "-Dsoak.events=" + EVENTS,
                        "-Dsoak.accounts=" + ACCOUNTS,
                        "-Dsoak.result=" + written),
                JavaProcess.ownClassPath(),
                List.of(
                        SoakService.class.getName(),
                        "--spring.application.name=soak",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        // the clients keep the buffers of their largest batches and of their last fetch
                        "--spring.kafka.producer.buffer-memory=1MB",
                        "--spring.kafka.consumer.properties.fetch.max.bytes=131072",
                        "--spring.kafka.consumer.properties.max.partition.fetch.bytes=65536",
                        "--bookstore.events.publishing.max-block=60s",
                        "--bookstore.events.topics.soak-events.partitions=" + PARTITIONS));
        try {
            boolean ended = service.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);

            assertThat(ended).as(Files.readString(output)).isTrue();
            assertThat(service.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            service.destroyForcibly();
        }
        Properties result = new Properties();
        try (InputStream in = Files.newInputStream(written)) {
            result.load(in);
        }
        return result;
    }

    private static long number(Properties result, String name) {
        return Long.parseLong(result.getProperty(name));
    }
}
